import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { KeyFiles } from '../../ports/key-files.ts'
import { guard, unless } from './file-error.ts'

/** The keys of a node as files of one folder on a local disk. */
export class DiskKeyFiles implements KeyFiles {
  readonly #folder: string

  /** `folder` is made, with mode 0700, by the first write. */
  constructor(folder: string) {
    this.#folder = folder
  }

  async read(name: string): Promise<string | undefined> {
    if (!(await this.#folderIsPrivate())) return undefined
    return guard(name, () => readPrivate(join(this.#folder, name)))
  }

  async write(name: string, text: string): Promise<void> {
    await guard(name, () => mkdir(this.#folder, { recursive: true, mode: 0o700 }))
    await this.#folderIsPrivate()
    await this.sweep()
    await guard(name, async () => {
      const staged = join(this.#folder, stagedName)
      await createPrivate(staged, text)
      await rename(staged, join(this.#folder, name))
      await syncFolder(this.#folder)
    })
  }

  async list(): Promise<string[]> {
    if (!(await this.#folderIsPrivate())) return []
    const names = await guard('keys', () => readdir(this.#folder))
    return names.filter(name => name !== stagedName).sort()
  }

  async sweep(): Promise<void> {
    await guard('keys', () => rm(join(this.#folder, stagedName), { force: true }))
  }

  async export(path: string, text: string): Promise<void> {
    await guard(path, async () => {
      await createPrivate(path, text)
      await syncFolder(dirname(path))
    })
  }

  async import(path: string): Promise<string> {
    const text = await guard(path, () => readPrivate(path))
    if (text === undefined) throw new GoferryError('absent', { subject: path })
    return text
  }

  /** False where there is no folder. Throws `key-exposed` where the group or others may enter it. */
  async #folderIsPrivate(): Promise<boolean> {
    const found = await guard('keys', () => unless(['ENOENT'], stat(this.#folder)))
    if (found !== undefined && (found.mode & othersMask) !== 0) {
      throw new GoferryError('key-exposed', { subject: this.#folder })
    }
    return found !== undefined
  }
}

const othersMask = 0o077
const sizeLimit = 65_536
/** The one name of a file being written; no name of the contract begins with a dot. */
const stagedName = '.new'

/** Reads the file that is open, not its name twice, so that what was checked is what is read. */
async function readPrivate(path: string): Promise<string | undefined> {
  const file = await unless(['ENOENT'], open(path, constants.O_RDONLY | constants.O_NOFOLLOW))
  if (file === undefined) return undefined
  await using opened = file
  const { mode, size } = await opened.stat()
  if ((mode & othersMask) !== 0) throw new GoferryError('key-exposed', { subject: path })
  if (size > sizeLimit) throw new GoferryError('too-large', { subject: path })
  return opened.readFile('utf8')
}

async function createPrivate(path: string, text: string): Promise<void> {
  const file = await unless(['EEXIST'], open(path, 'wx', 0o600))
  if (file === undefined) throw new GoferryError('usage', { subject: path, reason: 'key-file-exists' })
  try {
    await writeDurably(file, text)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function writeDurably(file: FileHandle, text: string): Promise<void> {
  await using opened = file
  await opened.writeFile(text)
  await opened.sync()
}

async function syncFolder(folder: string): Promise<void> {
  await using opened = await open(folder, constants.O_RDONLY)
  await opened.sync()
}
