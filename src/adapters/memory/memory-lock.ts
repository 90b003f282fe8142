import { GoferryError } from '../../core/errors.ts'
import type { HeldLock, Lock } from '../../ports/lock.ts'

/** A lock among the parts of one process, for tests. */
export class MemoryLock implements Lock {
  #holder: symbol | undefined

  async acquire(): Promise<HeldLock> {
    if (this.#holder !== undefined) throw new GoferryError('data-locked', { subject: 'memory' })
    const holder = Symbol('holder')
    this.#holder = holder
    return {
      release: async () => {
        if (this.#holder === holder) this.#holder = undefined
      },
    }
  }
}
