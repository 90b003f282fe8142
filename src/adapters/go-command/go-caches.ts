import { access, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { CachedFiles } from '../../ports/cached-files.ts'

/** What the go command keeps on the disk. */
export class GoCaches implements CachedFiles {
  async read(path: string, limit: number): Promise<Uint8Array | undefined> {
    try {
      await using file = await open(path)
      const { size } = await file.stat()
      if (size > limit) throw new GoferryError('too-large', { subject: path })
      return await file.readFile()
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
      throw failed(path, error)
    }
  }

  async setAside(path: string): Promise<string | undefined> {
    const day = new Date().toISOString().slice(0, 10)
    for (let n = 1; ; n++) {
      const to = `${path}.aside-${day}-${n}`
      try {
        if (await exists(to)) continue
        await rename(path, to)
        await using folder = await open(dirname(path))
        await folder.sync()
        return to
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined
        throw failed(path, error)
      }
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function failed(subject: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'syscall' in cause)) return cause
  return new GoferryError('io-failed', { subject, reason: 'store-system', params: { code: codeOf(cause) }, cause })
}
