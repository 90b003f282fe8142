import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, open, readdir, unlink } from 'node:fs/promises'
import { GoferryError } from '../../core/errors.ts'
import type { Staged } from '../../ports/store.ts'
import { guard, unless } from './file-error.ts'
import type { Folders } from './folders.ts'

type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Where bytes lie until they get a key: `run/tmp`, which only the owner can enter. */
export class Staging {
  readonly #folders: Folders

  constructor(folders: Folders) {
    this.#folders = folders
  }

  /** See `Store.stage`. The file has mode 0644, as it will have under its key; the folders keep others out. */
  async take(source: Source, limitBytes: number): Promise<Staged> {
    const key = `${folder}/${randomBytes(8).toString('hex')}`
    const location = this.#folders.path(key)
    const staged = new DiskStaged(key, location)
    try {
      const handle = await this.#open(key, location, source)
      try {
        await staged.fill(handle, source, limitBytes)
        await guard(key, () => handle.sync())
      } finally {
        await guard(key, () => handle.close())
      }
    } catch (error) {
      await staged.discard()
      throw error
    }
    return staged
  }

  /** Where there is nothing to write to, `source` is never begun: it is closed here. */
  async #open(key: string, location: string, source: Source): Promise<FileHandle> {
    try {
      return await guard(key, () => this.#folders.within(key, () => open(location, 'wx', 0o644)))
    } catch (error) {
      if (Symbol.asyncIterator in source) await source[Symbol.asyncIterator]().return?.()
      else source[Symbol.iterator]().return?.()
      throw error
    }
  }

  /** Removes what no running `Staged` of this process owns. */
  async sweep(): Promise<void> {
    await guard(folder, async () => {
      const names = (await unless(['ENOENT'], readdir(this.#folders.path(folder)))) ?? []
      const left = names.map(name => this.#folders.path(`${folder}/${name}`)).filter(path => !owned.has(path))
      for (const path of left) await unless(['ENOENT'], unlink(path))
    })
  }
}

/** A file of the staging folder. */
class DiskStaged implements Staged {
  readonly location: string
  readonly #key: string
  readonly #hash = createHash('sha256')
  size = 0
  sha256 = ''

  constructor(key: string, location: string) {
    this.#key = key
    this.location = location
    owned.add(location)
  }

  /** Small chunks are gathered, so that the disk sees writes of a useful size; a chunk is copied or written at once. */
  async fill(handle: FileHandle, source: Source, limitBytes: number): Promise<void> {
    const buffer = buffers.pop() ?? Buffer.allocUnsafeSlow(bufferBytes)
    try {
      await this.#fillThrough(buffer, handle, source, limitBytes)
    } finally {
      if (buffers.length < keptBuffers) buffers.push(buffer)
    }
    this.sha256 = this.#hash.digest('hex')
  }

  async #fillThrough(buffer: Buffer, handle: FileHandle, source: Source, limitBytes: number): Promise<void> {
    let filled = 0
    for await (const chunk of source) {
      this.size += chunk.length
      if (this.size > limitBytes) throw tooLarge(this.#key, limitBytes)
      this.#hash.update(chunk)
      if (filled + chunk.length > buffer.length) {
        await this.#write(handle, buffer.subarray(0, filled))
        filled = 0
      }
      if (chunk.length > buffer.length) {
        await this.#write(handle, chunk)
      } else {
        buffer.set(chunk, filled)
        filled += chunk.length
      }
    }
    await this.#write(handle, buffer.subarray(0, filled))
  }

  async discard(): Promise<void> {
    if (!owned.has(this.location)) return
    await guard(this.#key, () => unless(['ENOENT'], unlink(this.location)))
    owned.delete(this.location)
  }

  /** write(2) may take less than it was given: `writeFile` goes on until all is written. */
  async #write(handle: FileHandle, bytes: Uint8Array): Promise<void> {
    if (bytes.length > 0) await guard(this.#key, () => handle.writeFile(bytes))
  }
}

const folder = 'run/tmp'

/** Big enough for one write a disk seek, small enough that 64 pulls at once take 16 MiB. */
const bufferBytes = 262_144

/** Buffers that are used again, each by one `Staged` at a time: else each small file of the log takes a new one. */
const buffers: Buffer[] = []
const keptBuffers = 16

/** The paths of all running `Staged` of this process, whichever store or head made them. */
const owned = new Set<string>()

function tooLarge(subject: string, limit: number): GoferryError {
  return new GoferryError('too-large', { subject, reason: 'store-over-limit', params: { limit } })
}
