import type { StoredBlob } from './store.ts'

/** All bytes of `blob`, which the caller knows to be small; fewer where it ends early. Does not close it. */
export async function readWhole(blob: Pick<StoredBlob, 'size' | 'read'>): Promise<Uint8Array> {
  const bytes = new Uint8Array(blob.size)
  return bytes.subarray(0, await readFully(blob, bytes, 0))
}

/** Fills as much of `buffer` as `blob` has from `position`, and gives how much: one `read` may give less at once. */
export async function readFully(blob: Pick<StoredBlob, 'read'>, buffer: Uint8Array, position: number): Promise<number> {
  let filled = 0
  while (filled < buffer.length) {
    const read = await blob.read(buffer.subarray(filled), position + filled)
    if (read === 0) break
    filled += read
  }
  return filled
}

/** The bytes of `blob` in order, 1 MiB at a time, in one buffer: a chunk is gone once the next is asked for. */
export async function* readChunks(blob: Pick<StoredBlob, 'read' | 'size'>): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(blob.size || 1, 1 << 20))
  for (let at = 0; ; ) {
    const read = await blob.read(buffer, at)
    if (read === 0) return
    yield buffer.subarray(0, read)
    at += read
  }
}
