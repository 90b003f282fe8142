import { link, readdir, rename, unlink } from 'node:fs/promises'
import { GoferryError } from '../../core/errors.ts'
import { checkFolder, checkKey, isElement } from '../../core/tree/check-key.ts'
import { readWhole } from '../../ports/read-whole.ts'
import type { BlobStat, Staged, Store, StoredBlob } from '../../ports/store.ts'
import { checkSize } from './blob-stat.ts'
import { openBlob, statBlob } from './disk-blob.ts'
import { guard, hasCode, nothingThere, unless } from './file-error.ts'
import { Folders } from './folders.ts'
import { holdSameBytes } from './hold-same-bytes.ts'
import { Staging } from './staging.ts'

/**
 * The store as a tree of plain files: key = path below the node's folder. Bytes reach the disk in `run/tmp` first
 * (write, fsync), get their name by link(2), which never replaces (or, for derived keys, by rename(2)), and the folder
 * is fsynced before a call returns. A crash between link and unlink leaves a second name in `run/tmp`, for `sweep`.
 */
export class DiskStore implements Store {
  readonly #folders: Folders
  readonly #staging: Staging

  /** `root`: the node's folder, on one file system that has hard links. Nothing is made before the first write. */
  constructor(root: string) {
    this.#folders = new Folders(root)
    this.#staging = new Staging(this.#folders)
  }

  stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, limitBytes: number): Promise<Staged> {
    return this.#staging.take(source, limitBytes)
  }

  async put(key: string, content: Staged | Uint8Array): Promise<'written' | 'same'> {
    checkKey(key)
    if (!(content instanceof Uint8Array)) return this.#publish(key, content)
    const staged = await this.#staging.take([content], content.length)
    try {
      return await this.#publish(key, staged)
    } finally {
      await staged.discard()
    }
  }

  async replace(key: string, content: Uint8Array): Promise<void> {
    checkKey(key)
    const staged = await this.#staging.take([content], content.length)
    try {
      await guard(key, async () => {
        await this.#folders.within(key, () => rename(staged.location, this.#folders.path(key)))
        await this.#folders.syncAround(key)
      })
    } finally {
      await staged.discard()
    }
  }

  async open(key: string): Promise<StoredBlob | undefined> {
    checkKey(key)
    return openBlob(this.#folders.path(key), key)
  }

  async read(key: string, limitBytes: number): Promise<Uint8Array | undefined> {
    checkKey(key)
    await using blob = await openBlob(this.#folders.path(key), key)
    if (blob === undefined) return undefined
    checkSize(blob, key, limitBytes)
    return readWhole(blob)
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    checkKey(key)
    return statBlob(this.#folders.path(key), key)
  }

  async list(prefix: string): Promise<string[]> {
    checkFolder(prefix)
    const reading = readdir(this.#folders.path(prefix), { withFileTypes: true })
    const entries = (await guard(prefix, () => unless(nothingThere, reading))) ?? []
    const known = entries.filter(entry => isElement(entry.name))
    return known.map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort()
  }

  async move(from: string, to: string): Promise<void> {
    checkKey(from)
    checkKey(to)
    await guard(to, async () => {
      const outcome = await this.#linkOrCompare(this.#folders.path(from), to)
      if (outcome === 'gone' && (await this.stat(to)) === undefined) throw new GoferryError('absent', { subject: from })
      await this.#folders.syncAround(to)
    })
    await this.remove(from)
  }

  async remove(key: string): Promise<void> {
    checkKey(key)
    await guard(key, async () => {
      await unless(nothingThere, unlink(this.#folders.path(key)))
      // Also where it was gone: whoever removed it may not have come as far as this.
      await unless(nothingThere, this.#folders.syncAround(key))
    })
  }

  sweep(): Promise<void> {
    return this.#staging.sweep()
  }

  async #publish(key: string, staged: Staged): Promise<'written' | 'same'> {
    return guard(key, async () => {
      const outcome = await this.#linkOrCompare(staged.location, key)
      if (outcome === 'gone') throw new GoferryError('internal', { subject: key, reason: 'store-used-up' })
      // Also for 'same': whoever linked it may not have come as far as this.
      await this.#folders.syncAround(key)
      await staged.discard()
      return outcome
    })
  }

  /** Gives the file at the path `from` the name `key` too. Immutable: what is there already must be equal. */
  async #linkOrCompare(from: string, key: string): Promise<'written' | 'same' | 'gone'> {
    const path = this.#folders.path(key)
    const outcome = await this.#link(from, key)
    if (outcome !== 'taken') return outcome
    await using ours = await openBlob(from, key)
    if (ours === undefined) return 'gone'
    await using theirs = await openBlob(path, key)
    if (theirs === undefined) throw new GoferryError('io-failed', { subject: key, reason: 'store-not-file' })
    if (await holdSameBytes(ours, theirs)) return 'same'
    throw new GoferryError('store-conflict', { subject: key })
  }

  /** link(2) never replaces what is there, and does not follow `from` where it is a symbolic link. */
  async #link(from: string, key: string): Promise<'written' | 'taken' | 'gone'> {
    try {
      await this.#folders.within(key, () => link(from, this.#folders.path(key)))
      return 'written'
    } catch (error) {
      if (hasCode(error, ['EEXIST'])) return 'taken'
      if (hasCode(error, ['ENOENT'])) return 'gone'
      throw error
    }
  }
}
