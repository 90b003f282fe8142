import type { ModuleVersion } from '../../core/module/module-version.ts'
import { type Advanced, catchUp, describeAgain } from './keep-index.ts'
import type { IndexWorld } from './world.ts'

/** Keeps the index in step while the log grows: one catching up at a time, which takes all that came meanwhile. */
export class IndexKeeper {
  readonly #world: IndexWorld
  readonly #ending = new AbortController()
  #last: Promise<void> = Promise.resolve()
  #noted = false
  /** Versions of which a part came that no new entry tells of. */
  #changed: ModuleVersion[] = []

  constructor(world: IndexWorld) {
    this.#world = world
  }

  /** Says that the log has grown. Never throws: what goes wrong is for the journal, and is tried again next time. */
  note(): void {
    if (this.#noted) return
    this.#noted = true
    this.#inTurn(async () => {
      this.#noted = false
      await this.#catchUp()
    }).catch(error => this.#world.journal.warn('index-not-in-step', { error: String(error) }))
  }

  /** Says that a part of `module` came, of which the log says nothing new. */
  changed(module: ModuleVersion): void {
    this.#changed.push(module)
    this.note()
  }

  /** Resolves when all is indexed that the log says now. Throws what index and store throw. */
  inStep(): Promise<void> {
    return this.#inTurn(() => this.#catchUp())
  }

  /** Makes the index anew. What is left after `signal` is taken next time. Throws what index and store throw. */
  anew(signal: AbortSignal, advanced: Advanced): Promise<void> {
    return this.#inTurn(async () => {
      await this.#world.index.clear()
      await this.#catchUp(signal, advanced)
    })
  }

  /** Ends what runs at its next whole step, and closes the index. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#last
    await this.#world.index.close()
  }

  async #catchUp(signal = this.#ending.signal, advanced?: Advanced): Promise<void> {
    await catchUp(this.#world, AbortSignal.any([signal, this.#ending.signal]), advanced)
    const changed = this.#changed
    if (changed.length === 0) return
    this.#changed = []
    try {
      await describeAgain(this.#world, changed)
    } catch (error) {
      this.#changed.push(...changed)
      throw error
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(async () => {
      if (!this.#ending.signal.aborted) await work()
    })
    this.#last = mine.catch(() => undefined)
    return mine
  }
}
