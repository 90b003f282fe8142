import { readFully } from '../../ports/read-whole.ts'
import type { DiskBlob } from './disk-blob.ts'

/** Whether both files have the same bytes. Reads both to the end, or to the first difference; 512 KiB of memory. */
export async function holdSameBytes(one: DiskBlob, other: DiskBlob): Promise<boolean> {
  if (one.size !== other.size) return false
  const ours = Buffer.allocUnsafe(Math.min(chunkBytes, one.size))
  const theirs = Buffer.allocUnsafe(Math.min(chunkBytes, one.size))
  for (let at = 0; at < one.size; at += chunkBytes) {
    const [n, m] = await Promise.all([readFully(one, ours, at), readFully(other, theirs, at)])
    if (!ours.subarray(0, n).equals(theirs.subarray(0, m))) return false
  }
  return true
}

const chunkBytes = 262_144
