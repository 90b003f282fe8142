import { sameBytes } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { checkFolder, checkKey } from '../../core/tree/check-key.ts'
import type { BlobStat, Staged, Store, StoredBlob } from '../../ports/store.ts'
import { Faults } from './faults.ts'
import { MemoryStaged } from './memory-staged.ts'

/** A store in memory, for tests: what is durable here outlives the services, not the process. */
export class MemoryStore implements Store {
  readonly #blobs = new Map<string, MemoryBlob>()
  readonly #faults: Faults
  #written = 0

  /** `faults`: asked at each call, under the name of the method. */
  constructor(faults: Faults = new Faults()) {
    this.#faults = faults
  }

  async stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, limitBytes: number): Promise<Staged> {
    const staged = await MemoryStaged.from(source, limitBytes)
    try {
      await this.#faults.run('stage', 'run/tmp', () => undefined)
    } catch (error) {
      await staged.discard()
      throw error
    }
    return staged
  }

  async put(key: string, content: Staged | Uint8Array): Promise<'written' | 'same'> {
    checkKey(key)
    const outcome = await this.#faults.run('put', key, () => this.#put(key, bytesOf(key, content)))
    if (!(content instanceof Uint8Array)) await content.discard()
    return outcome
  }

  async replace(key: string, content: Uint8Array): Promise<void> {
    checkKey(key)
    await this.#faults.run('replace', key, () => this.#write(key, content))
  }

  async open(key: string): Promise<StoredBlob | undefined> {
    checkKey(key)
    return this.#faults.run('open', key, () => this.#blobs.get(key))
  }

  async read(key: string, limitBytes: number): Promise<Uint8Array | undefined> {
    checkKey(key)
    const bytes = await this.#faults.run('read', key, () => this.#blobs.get(key)?.bytes)
    if (bytes !== undefined && bytes.length > limitBytes) {
      throw new GoferryError('too-large', { subject: key, reason: 'store-over-limit', params: { limit: limitBytes } })
    }
    return bytes?.slice()
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    checkKey(key)
    const blob = await this.#faults.run('stat', key, () => this.#blobs.get(key))
    return blob && { size: blob.size, stamp: blob.stamp }
  }

  async list(prefix: string): Promise<string[]> {
    checkFolder(prefix)
    const keys = await this.#faults.run('list', prefix, () => [...this.#blobs.keys()])
    const below = keys.filter(key => key.startsWith(`${prefix}/`)).map(key => key.slice(prefix.length + 1))
    return [...new Set(below.map(rest => rest.replace(/\/.*/, '/')))].sort()
  }

  async move(from: string, to: string): Promise<void> {
    checkKey(from)
    checkKey(to)
    await this.#faults.run('move', from, () => {
      const blob = this.#blobs.get(from)
      if (blob !== undefined) this.#put(to, blob.bytes)
      else if (!this.#blobs.has(to)) throw new GoferryError('absent', { subject: from })
      this.#blobs.delete(from)
    })
  }

  async remove(key: string): Promise<void> {
    checkKey(key)
    await this.#faults.run('remove', key, () => this.#blobs.delete(key))
  }

  /** Nothing staged outlives its process here. */
  async sweep(): Promise<void> {
    await this.#faults.run('sweep', 'run/tmp', () => undefined)
  }

  #put(key: string, bytes: Uint8Array): 'written' | 'same' {
    const old = this.#blobs.get(key)
    if (old === undefined) return this.#write(key, bytes)
    if (sameBytes(old.bytes, bytes)) return 'same'
    throw new GoferryError('store-conflict', { subject: key })
  }

  #write(key: string, bytes: Uint8Array): 'written' {
    const blob: MemoryBlob = new MemoryBlob(bytes.slice(), String(++this.#written), () => this.#blobs.get(key) === blob)
    this.#blobs.set(key, blob)
    return 'written'
  }
}

function bytesOf(key: string, content: Staged | Uint8Array): Uint8Array {
  if (content instanceof Uint8Array) return content
  const bytes = content instanceof MemoryStaged ? content.bytes : undefined
  if (bytes === undefined) throw new GoferryError('internal', { subject: key, reason: 'store-used-up' })
  return bytes
}

class MemoryBlob implements StoredBlob {
  readonly bytes: Uint8Array
  readonly stamp: string
  readonly location = undefined

  readonly isCurrent: () => boolean

  constructor(bytes: Uint8Array, stamp: string, isCurrent: () => boolean) {
    this.bytes = bytes
    this.stamp = stamp
    this.isCurrent = isCurrent
  }

  get size(): number {
    return this.bytes.length
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    const part = this.bytes.subarray(position, position + buffer.length)
    buffer.set(part)
    return part.length
  }

  /** Holds nothing that would have to be given back. */
  async close(): Promise<void> {
    await Promise.resolve()
  }
}
