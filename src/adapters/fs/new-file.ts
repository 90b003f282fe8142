import { link, mkdir, open, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import { guard, hasCode, unless } from './file-error.ts'

/**
 * Writes `text` to a file that is not there yet, in a folder that is made where it is missing: all of it or nothing,
 * durable on return. Throws `usage` where something lies there, also a broken link; `no-space`, `io-failed`.
 */
export async function writeNewFile(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  // What a crash left under this name is of nobody.
  const staged = join(folder, `.${basename(path)}.new`)
  await guard(path, async () => {
    await mkdir(folder, { recursive: true })
    await unless(['ENOENT'], unlink(staged))
    try {
      await writeDurably(staged, text)
      await link(staged, path)
    } catch (error) {
      if (hasCode(error, ['EEXIST'])) throw new GoferryError('usage', { subject: path, reason: 'file-exists' })
      throw error
    } finally {
      await unless(['ENOENT'], unlink(staged))
    }
    await using opened = await open(folder)
    await opened.sync()
  })
}

async function writeDurably(path: string, text: string): Promise<void> {
  await using opened = await open(path, 'wx', 0o644)
  await opened.writeFile(text)
  await opened.sync()
}
