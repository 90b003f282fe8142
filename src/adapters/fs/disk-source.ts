import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, lstat, open, opendir, realpath } from 'node:fs/promises'
import { GoferryError } from '../../core/errors.ts'
import { goString } from '../../core/modfile/go-string.ts'
import type { SourceContent, SourceEntry, SourceFolder } from '../../ports/source-folder.ts'
import { guard, hasCode, nothingThere, unless } from './file-error.ts'

/** Opens the folder at `location` to make a module of it. Throws `absent` where there is no folder. */
export async function openDiskSource(location: string): Promise<SourceFolder> {
  return guard(location, async () => {
    const root = await unless(nothingThere, realpath(location, { encoding: 'buffer' }))
    const stats = root && (await lstat(root, { bigint: true }))
    if (root === undefined || !stats?.isDirectory())
      throw new GoferryError('absent', { subject: location, reason: 'source.no-folder' })
    return new DiskSourceFolder(root, stampOf(stats))
  })
}

/** Names are bytes: one that is no UTF-8 can be opened too. */
class DiskSourceFolder implements SourceFolder {
  readonly location: string
  readonly #path: Buffer
  readonly #stamp: string

  constructor(path: Buffer, stamp: string) {
    this.location = goString(path)
    this.#path = path
    this.#stamp = stamp
  }

  entries(limit: number): Promise<SourceEntry[]> {
    return guard(this.location, async () => {
      const names = await this.#names(limit)
      const entries: SourceEntry[] = []
      for (let at = 0; at < names.length; at += statsAtOnce)
        entries.push(...(await Promise.all(names.slice(at, at + statsAtOnce).map(name => this.#entry(name)))))
      // A link that was put in the folder's place would have been listed through.
      await this.checkUnchanged()
      return entries
    })
  }

  async hasPlain(name: string): Promise<boolean> {
    try {
      return !(await lstat(below(this.#path, Buffer.from(name)))).isDirectory()
    } catch (error) {
      if (hasCode(error, [...nothingThere, 'EACCES', 'ELOOP', 'ENAMETOOLONG'])) return false
      return guard(this.location, () => Promise.reject(error))
    }
  }

  checkUnchanged(): Promise<void> {
    return checkStamp(this.#path, this.location, this.#stamp)
  }

  async #names(limit: number): Promise<Buffer[]> {
    const names: Buffer[] = []
    // The types of opendir do not know that its entries have the names that were asked for.
    const folder = await opendir(this.#path as unknown as string, { encoding: 'buffer' as BufferEncoding })
    for await (const { name } of folder) {
      names.push(name as unknown as Buffer)
      if (names.length > limit)
        throw new GoferryError('too-large', { subject: this.location, reason: 'source.entries', params: { limit } })
    }
    return names.sort(Buffer.compare)
  }

  async #entry(bytes: Buffer): Promise<SourceEntry> {
    const path = below(this.#path, bytes)
    const name = goString(bytes)
    const stats = await unless(nothingThere, lstat(path, { bigint: true }))
    if (stats === undefined) throw changed(goString(path))
    if (stats.isDirectory()) return { kind: 'folder', name, folder: new DiskSourceFolder(path, stampOf(stats)) }
    if (stats.isFile()) return { kind: 'file', name, file: new DiskSourceFile(path, stats) }
    return { kind: stats.isSymbolicLink() ? 'link' : 'other', name }
  }
}

class DiskSourceFile implements SourceContent {
  readonly size: number
  readonly #path: Buffer
  readonly #stamp: string

  constructor(path: Buffer, stats: BigIntStats) {
    this.size = Number(stats.size)
    this.#path = path
    this.#stamp = stampOf(stats)
  }

  async *read(): AsyncGenerator<Uint8Array> {
    const location = goString(this.#path)
    const handle = await this.#open(location)
    try {
      const buffer = Buffer.allocUnsafe(Math.min(this.size || 1, pieceBytes))
      for (let left = this.size; left > 0; ) {
        const piece = await fill(handle, buffer, Math.min(left, buffer.length), location)
        left -= piece.length
        yield piece
      }
      await this.#check(handle, location)
    } finally {
      await guard(location, () => handle.close())
    }
  }

  checkUnchanged(): Promise<void> {
    return checkStamp(this.#path, goString(this.#path), this.#stamp)
  }

  /** What lies there now may be a link (not followed) or a pipe (does not hold us up); the stamp tells both. */
  async #open(location: string): Promise<FileHandle> {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    const handle = await guard(location, () => unless([...nothingThere, 'ELOOP'], open(this.#path, flags)))
    if (handle === undefined) throw changed(location)
    try {
      await this.#check(handle, location)
      return handle
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  async #check(handle: FileHandle, location: string): Promise<void> {
    const stats = await guard(location, () => handle.stat({ bigint: true }))
    if (stampOf(stats) !== this.#stamp) throw changed(location)
  }
}

/** The next `length` bytes, whole: where the pieces are cut must not depend on how much one read(2) gives. */
async function fill(handle: FileHandle, buffer: Buffer, length: number, location: string): Promise<Buffer> {
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await guard(location, () => handle.read(buffer, filled, length - filled, null))
    if (bytesRead === 0) throw changed(location)
    filled += bytesRead
  }
  return buffer.subarray(0, length)
}

async function checkStamp(path: Buffer, location: string, stamp: string): Promise<void> {
  const stats = await guard(location, () => unless(nothingThere, lstat(path, { bigint: true })))
  if (stats === undefined || stampOf(stats) !== stamp) throw changed(location)
}

/** Changes with the bytes, the name and the place of a file, and with the entries of a folder; not when it is read. */
function stampOf({ dev, ino, mode, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, mode, size, mtimeNs, ctimeNs].join('-')
}

function changed(subject: string): GoferryError {
  return new GoferryError('io-failed', { subject, reason: 'source.changed' })
}

function below(folder: Buffer, name: Buffer): Buffer {
  return Buffer.concat([folder, slash, name])
}

const slash = Buffer.from('/')
const statsAtOnce = 64
const pieceBytes = 256 * 1024
