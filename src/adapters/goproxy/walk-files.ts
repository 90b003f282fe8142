import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'

/**
 * The regular files below `folder`, as `/`-separated paths relative to it, and what is neither file nor folder (links,
 * sockets) with `isFile` false. One folder after the other, so that memory is bounded by the depth. Throws `absent`
 * where `folder` is not there, `io-failed` for what cannot be read.
 */
export async function* walkFiles(folder: string, below = ''): AsyncGenerator<{ path: string; isFile: boolean }> {
  const folders: string[] = []
  try {
    for await (const entry of await opendir(join(folder, below), { bufferSize: 1024 })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) folders.push(path)
      else yield { path, isFile: entry.isFile() }
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (code === '') throw cause
    const isGone = code === 'ENOENT' || code === 'ENOTDIR'
    throw new GoferryError(isGone ? 'absent' : 'io-failed', { subject: join(folder, below), cause })
  }
  for (const path of folders) yield* walkFiles(folder, path)
}
