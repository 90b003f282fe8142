import { link, readdir, unlink } from 'node:fs/promises'
import { GoferryError } from '../../core/errors.ts'
import { checkFolder } from '../../core/tree/check-key.ts'
import { type Head, type HeadStore, maxHeadBytes } from '../../ports/head.ts'
import { readWhole } from '../../ports/read-whole.ts'
import { openBlob } from './disk-blob.ts'
import { guard, unless } from './file-error.ts'
import { Folders } from './folders.ts'
import { Staging } from './staging.ts'

/**
 * A head as a folder of files named by generation, 16 digits: the highest is the head. The swap is one link(2) of a
 * durable file to the next name, which the kernel lets one writer do; no file is ever replaced.
 *
 * Old generations are pruned, so a writer that slept long may find the name it wants free again though others have gone
 * far past it. As only names at least `keptGenerations` behind the newest are ever removed, it finds this out after the
 * link: nothing so far ahead may be there. (A newer head that is nearer means only that others built on ours since.)
 */
export class DiskHead implements HeadStore {
  readonly #folders: Folders
  readonly #staging: Staging
  readonly #folder: string

  /** `root`: the node's folder; `folder`: where the generations lie, a checked key (`bad-file-path`). */
  constructor(root: string, folder = 'log/head') {
    checkFolder(folder)
    this.#folder = folder
    this.#folders = new Folders(root)
    this.#staging = new Staging(this.#folders)
  }

  async read(): Promise<Head | undefined> {
    for (;;) {
      const generation = (await this.#generations()).at(-1)
      if (generation === undefined) return undefined
      const value = await this.#value(generation)
      // Gone: so many were written since the listing that this one was pruned.
      if (value !== undefined) return { generation, value }
    }
  }

  async replace(expected: Head | undefined, value: Uint8Array): Promise<Head> {
    if (value.length > maxHeadBytes) {
      const params = { limit: maxHeadBytes }
      throw new GoferryError('too-large', { subject: this.#folder, reason: 'store-over-limit', params })
    }
    const generation = (expected?.generation ?? 0) + 1
    if (((await this.#generations()).at(-1) ?? 0) !== generation - 1) throw this.#conflict()
    const staged = await this.#staging.take([value], maxHeadBytes)
    try {
      await guard(this.#folder, () => this.#swap(staged.location, generation))
    } finally {
      await staged.discard()
    }
    await this.#prune(generation)
    return { generation, value }
  }

  async #swap(from: string, generation: number): Promise<void> {
    const key = this.#key(generation)
    const linking = this.#folders.within(key, () => link(from, this.#folders.path(key)))
    if (
      !(await unless(
        ['EEXIST'],
        linking.then(() => true),
      ))
    )
      throw this.#conflict()
    await this.#folders.syncAround(key)
  }

  /** Throws `io-failed` where the swap of `generation` may have come too late; else removes what is far behind. */
  async #prune(generation: number): Promise<void> {
    const all = await this.#generations()
    const newest = all.at(-1) ?? 0
    await guard(this.#folder, async () => {
      for (const old of all.filter(each => each <= newest - keptGenerations)) {
        await unless(['ENOENT'], unlink(this.#folders.path(this.#key(old))))
      }
    })
    if (newest >= generation + keptGenerations) {
      throw new GoferryError('io-failed', { subject: this.#folder, reason: 'store-head-unknown' })
    }
  }

  /** All that are there, ascending. */
  async #generations(): Promise<number[]> {
    const reading = readdir(this.#folders.path(this.#folder))
    const names = (await guard(this.#folder, () => unless(['ENOENT'], reading))) ?? []
    const generations = names.filter(name => /^\d{16}$/.test(name)).map(Number)
    return generations.sort((a, b) => a - b)
  }

  async #value(generation: number): Promise<Uint8Array | undefined> {
    const key = this.#key(generation)
    await using blob = await openBlob(this.#folders.path(key), key)
    if (blob === undefined) return undefined
    if (blob.size > maxHeadBytes) throw new GoferryError('store-damaged', { subject: key })
    return readWhole(blob)
  }

  #key(generation: number): string {
    return `${this.#folder}/${String(generation).padStart(16, '0')}`
  }

  #conflict(): GoferryError {
    return new GoferryError('head-conflict', { subject: this.#folder })
  }
}

/** How many stay. So many others must write between a writer's link and its next look for its outcome to be unknown. */
const keptGenerations = 64
