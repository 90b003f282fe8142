import { createHash } from 'node:crypto'
import { concat } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { isElement, isFileName } from '../../core/tree/check-key.ts'
import type { FlatFile, FlatFolder, WrittenFile } from '../../ports/flat-folder.ts'
import type { StoredBlob } from '../../ports/store.ts'
import { Faults } from './faults.ts'

/** A flat folder in memory, whose calls can fail. */
export class MemoryFolder implements FlatFolder {
  readonly location = 'memory'
  readonly faults: Faults
  readonly #files = new Map<string, { bytes: Uint8Array; stamp: string }>()
  #writes = 0

  constructor(faults = new Faults()) {
    this.faults = faults
  }

  list(limit: number): Promise<FlatFile[]> {
    return this.faults.run('list', this.location, () => {
      if (this.#files.size > limit)
        throw new GoferryError('too-large', { subject: this.location, reason: 'flat.many-files', params: { limit } })
      const names = [...this.#files.keys()].sort()
      return names.map(name => ({ name, size: this.#files.get(name)?.bytes.length ?? 0, stamp: this.#stamp(name) }))
    })
  }

  open(name: string): Promise<StoredBlob | undefined> {
    checkName(name, isFileName)
    return this.faults.run('open', name, () => {
      const file = this.#files.get(name)
      if (file === undefined) return undefined
      const { bytes, stamp } = file
      const read = (buffer: Uint8Array, position: number) =>
        this.faults.run('read', name, () => {
          const part = bytes.subarray(position, position + buffer.length)
          buffer.set(part)
          return part.length
        })
      const isCurrent = () => this.#stamp(name) === stamp
      return { size: bytes.length, stamp, location: undefined, read, close: async () => undefined, isCurrent }
    })
  }

  async write(name: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<WrittenFile> {
    checkName(name)
    const chunks: Uint8Array[] = []
    // A chunk may be gone once the next is asked for.
    for await (const chunk of source) chunks.push(chunk.slice())
    const bytes = concat(...chunks)
    return this.faults.run('write', name, () => {
      this.#files.set(name, { bytes, stamp: `${++this.#writes}` })
      return { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
    })
  }

  remove(name: string): Promise<void> {
    checkName(name)
    return this.faults.run('remove', name, () => {
      this.#files.delete(name)
    })
  }

  async sweep(): Promise<void> {
    await this.faults.run('sweep', this.location, () => undefined)
  }

  #stamp(name: string): string {
    return this.#files.get(name)?.stamp ?? ''
  }
}

function checkName(name: string, isGood = isElement): void {
  if (!isGood(name)) throw new GoferryError('bad-file-path', { subject: name, reason: 'store-key-element' })
}
