import { GoferryError } from '../../core/errors.ts'
import { type Head, type HeadStore, maxHeadBytes } from '../../ports/head.ts'
import { Faults } from './faults.ts'

/** A head in memory, for tests. */
export class MemoryHead implements HeadStore {
  #head: Head | undefined
  readonly #faults: Faults

  /** `faults`: asked at each call, as operations `head.read` and `head.replace` on the subject `log/head`. */
  constructor(faults: Faults = new Faults()) {
    this.#faults = faults
  }

  async read(): Promise<Head | undefined> {
    return this.#faults.run('head.read', subject, () => this.#head)
  }

  async replace(expected: Head | undefined, value: Uint8Array): Promise<Head> {
    if (value.length > maxHeadBytes) {
      throw new GoferryError('too-large', { subject, reason: 'store-over-limit', params: { limit: maxHeadBytes } })
    }
    return this.#faults.run('head.replace', subject, () => {
      if (this.#head?.generation !== expected?.generation) throw new GoferryError('head-conflict', { subject })
      this.#head = { generation: (expected?.generation ?? 0) + 1, value: value.slice() }
      return this.#head
    })
  }
}

const subject = 'log/head'
