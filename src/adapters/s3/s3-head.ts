import { randomUUID } from 'node:crypto'
import { GoferryError } from '../../core/errors.ts'
import { checkFolder } from '../../core/tree/check-key.ts'
import { type Head, type HeadStore, maxHeadBytes } from '../../ports/head.ts'
import type { S3Bucket } from './s3-bucket.ts'
import { memoryContent } from './s3-content.ts'

/** How many generations stay at least; old ones are removed so many at a time. */
const keptGenerations = 64

/**
 * A head as objects named by generation, 16 digits: the highest is the head. The swap makes the next one by a
 * conditional PUT, which a store grants to one writer; none is ever replaced. Each has a mark of the call that made it,
 * so that a call whose answer was lost, and which is told that the name is taken, knows its own object again.
 *
 * Old generations are removed, so a writer that slept long may find the name it wants free again though others have
 * gone far past it: as on a disk (`DiskHead`), it finds this out afterwards.
 */
export class S3Head implements HeadStore {
  readonly #bucket: S3Bucket
  readonly #folder: string
  /** The newest head that was seen here: it never changes, and newer ones come after it in the list. */
  #seen: Head | undefined

  /** `folder`: where the generations lie, a checked key (`bad-file-path`). */
  constructor(bucket: S3Bucket, folder = 'log/head') {
    checkFolder(folder)
    this.#bucket = bucket
    this.#folder = folder
  }

  async read(): Promise<Head | undefined> {
    for (;;) {
      const generation = await this.#newest()
      if (generation === undefined) return undefined
      if (generation === this.#seen?.generation) return this.#seen
      const object = await this.#bucket.get(this.#name(generation))
      // Gone: so many were written since the listing that this one was removed.
      if (object === undefined) continue
      if (object.size > maxHeadBytes) throw new GoferryError('store-damaged', { subject: this.#name(generation) })
      this.#seen = { generation, value: await object.bytes() }
      return this.#seen
    }
  }

  async replace(expected: Head | undefined, value: Uint8Array): Promise<Head> {
    if (value.length > maxHeadBytes) {
      const params = { limit: maxHeadBytes }
      throw new GoferryError('too-large', { subject: this.#folder, reason: 'store-over-limit', params })
    }
    const before = expected?.generation ?? 0
    // What was newest when this object last looked is not asked for again: the swap itself tells.
    if (before === 0 || before !== this.#seen?.generation)
      if (((await this.#newest()) ?? 0) !== before) throw this.#conflict()
    const head = { generation: before + 1, value: value.slice() }
    await this.#swap(head)
    await this.#refuseOvertaken(head.generation)
    this.#seen = head
    if (head.generation % keptGenerations === 0) await this.#prune(head.generation - keptGenerations)
    return head
  }

  /** Throws `head-conflict` where another writer was first. */
  async #swap({ generation, value }: Head): Promise<void> {
    const name = this.#name(generation)
    const mark = randomUUID()
    if ((await this.#bucket.create(name, memoryContent(value), { mark })) === 'written') return
    const there = await this.#bucket.get(name)
    there?.drop()
    if (there?.metadata['mark'] !== mark) throw this.#conflict()
  }

  /** Throws `io-failed` where the swap of `generation` may have come too late. */
  async #refuseOvertaken(generation: number): Promise<void> {
    const newest = (await this.#generations(generation - 1)).at(-1) ?? 0
    if (newest < generation + keptGenerations) return
    throw new GoferryError('io-failed', { subject: this.#folder, reason: 'store-head-unknown' })
  }

  /** Removes all generations up to `last`. */
  async #prune(last: number): Promise<void> {
    const old = (await this.#generations(0)).filter(generation => generation <= last)
    await Promise.all(old.map(generation => this.#bucket.remove(this.#name(generation))))
  }

  async #newest(): Promise<number | undefined> {
    const since = this.#seen && (await this.#generations(this.#seen.generation - 1)).at(-1)
    // Also where what was seen is gone: somebody put the store back in time.
    return since ?? (await this.#generations(0)).at(-1)
  }

  /** All that are there after `after`, ascending. */
  async #generations(after: number): Promise<number[]> {
    const names = await this.#bucket.list(this.#folder, digits(after))
    return names.filter(name => /^\d{16}$/.test(name)).map(Number)
  }

  #name(generation: number): string {
    return `${this.#folder}/${digits(generation)}`
  }

  #conflict(): GoferryError {
    return new GoferryError('head-conflict', { subject: this.#folder })
  }
}

function digits(generation: number): string {
  return String(generation).padStart(16, '0')
}
