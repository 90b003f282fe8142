import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { OpenLocalFile } from '../../ports/local-file.ts'
import { guard, nothingThere, unless } from './file-error.ts'

/** See the port. */
export const openLocalFile: OpenLocalFile = async path => {
  const found = await guard(path, () => unless(nothingThere, stat(path)))
  if (found === undefined) throw new GoferryError('absent', { subject: path })
  // Not a pipe, which could hold everything up for ever.
  if (!found.isFile()) throw new GoferryError('usage', { subject: path, reason: 'flat.no-file' })
  return { name: basename(path), read: () => read(path) }
}

async function* read(path: string): AsyncGenerator<Uint8Array> {
  await using handle = await guard(path, () => open(path))
  const buffer = new Uint8Array(1 << 20)
  for (let at = 0; ; ) {
    const { bytesRead } = await guard(path, () => handle.read(buffer, 0, buffer.length, at))
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}
