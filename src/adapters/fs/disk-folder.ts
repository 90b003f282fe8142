import { constants, type Dirent } from 'node:fs'
import { mkdir, open, opendir, readdir, realpath, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import { isElement, isFileName, maxElementBytes } from '../../core/tree/check-key.ts'
import type { FlatFile, FlatFolder, WrittenFile } from '../../ports/flat-folder.ts'
import type { StoredBlob } from '../../ports/store.ts'
import { openBlob, statBlob } from './disk-blob.ts'
import { guard, hasCode, nothingThere, unless } from './file-error.ts'
import { WriteBehind } from './write-behind.ts'

/** Opens the folder at `path`, see `OpenFlatFolder`. */
export async function openDiskFolder(path: string): Promise<FlatFolder> {
  return guard(path, async () => {
    const root = await unless(nothingThere, realpath(path))
    if (root === undefined) throw new GoferryError('absent', { subject: path, reason: 'source.no-folder' })
    if (!(await stat(root)).isDirectory()) throw new GoferryError('usage', { subject: path, reason: 'flat.no-folder' })
    return new DiskFolder(root)
  })
}

/** Opens the folder at `path`, which is made where it is missing, with those above it. */
export async function makeDiskFolder(path: string): Promise<FlatFolder> {
  await guard(path, () => makeFolder(path))
  return openDiskFolder(path)
}

/**
 * One at a time: asked for all of them at once, Node says of a medium that is read-only that nothing is there. Some
 * file systems (/proc) say ENOENT of what they never make: the second time it goes up.
 */
async function makeFolder(path: string): Promise<void> {
  const make = () => unless(['EEXIST'], mkdir(path, { mode: 0o755 }))
  try {
    await make()
  } catch (error) {
    if (!hasCode(error, ['ENOENT']) || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await make()
  }
}

/** More folders below one are no set of discs. */
const foldersLimit = 1000

/**
 * The folder at `path` and those below it, two levels deep: `media/gf-…/disc-01`. Links are not followed; what may not
 * be looked into is left out. Throws `too-large` for more than 1,000.
 */
export async function discFoldersAt(path: string): Promise<string[]> {
  const found = [path]
  for (let level = [path], depth = 0; depth < 2; depth++) {
    const below = await Promise.all(level.map(foldersIn))
    level = below.flat()
    found.push(...level)
    if (found.length > foldersLimit)
      throw new GoferryError('too-large', {
        subject: path,
        reason: 'flat.many-folders',
        params: { limit: foldersLimit },
      })
  }
  return found
}

async function foldersIn(path: string): Promise<string[]> {
  const reading = readdir(path, { withFileTypes: true })
  const entries = (await unless([...nothingThere, 'EACCES', 'EPERM', 'EIO'], reading)) ?? []
  const names = entries.filter(entry => entry.isDirectory() && isReadable(entry.name)).map(({ name }) => name)
  return names.sort().map(name => join(path, name))
}

/** Whether a name is text: one with U+FFFD may stand for bytes that are none. */
function isReadable(name: string): boolean {
  return !name.includes('\ufffd')
}

/** What a write that did not end leaves: no name of a file of a bundle. */
const partPrefix = '.part.'

class DiskFolder implements FlatFolder {
  readonly location: string

  constructor(location: string) {
    this.location = location
  }

  list(limit: number): Promise<FlatFile[]> {
    return guard(this.location, async () => {
      const files: FlatFile[] = []
      for await (const entry of await opendir(this.location)) {
        const file = await this.#file(entry)
        if (file === undefined) continue
        if (files.length >= limit)
          throw new GoferryError('too-large', { subject: this.location, reason: 'flat.many-files', params: { limit } })
        files.push(file)
      }
      return files.sort((a, b) => (a.name < b.name ? -1 : 1))
    })
  }

  open(name: string): Promise<StoredBlob | undefined> {
    // A file gate may have given it any name.
    if (!isFileName(name)) throw badName(name)
    return openBlob(join(this.location, name), join(this.location, name))
  }

  async write(name: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<WrittenFile> {
    const part = this.#path(`${partPrefix}${name}`)
    try {
      const written = await writePart(part, source)
      await guard(join(this.location, name), () => rename(part, this.#path(name)))
      await this.#sync()
      return written
    } catch (error) {
      await unless(nothingThere, unlink(part)).catch(() => undefined)
      throw error
    }
  }

  async remove(name: string): Promise<void> {
    await guard(join(this.location, name), () => unless(nothingThere, unlink(this.#path(name))))
    await this.#sync()
  }

  async sweep(): Promise<void> {
    for (const { name } of await this.list(Number.POSITIVE_INFINITY))
      if (name.startsWith(partPrefix)) await this.remove(name)
  }

  async #file(entry: Dirent): Promise<FlatFile | undefined> {
    if (!entry.isFile() || !isReadable(entry.name)) return undefined
    const found = await statBlob(join(this.location, entry.name), entry.name)
    return found && { name: entry.name, ...found }
  }

  async #sync(): Promise<void> {
    await guard(this.location, async () => {
      await using folder = await open(this.location)
      await folder.sync()
    })
  }

  /** What is written is named by headers: none leads out of this folder. */
  #path(name: string): string {
    if (!isElement(name)) throw badName(name)
    return join(this.location, name)
  }
}

function badName(subject: string): GoferryError {
  return new GoferryError('bad-file-path', { subject, reason: 'store-key-element', params: { limit: maxElementBytes } })
}

async function writePart(path: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<WrittenFile> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW
  const handle = await guard(path, () => open(path, flags, 0o644))
  const file = new WriteBehind(handle)
  try {
    for await (const chunk of source) await guard(path, () => file.add(chunk))
    return await guard(path, () => file.end())
  } finally {
    await file.settled()
    await guard(path, () => handle.close())
  }
}
