import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { Verifier } from '../../core/note/key.ts'
import { mergeHeads, openSignedHead, type SignedHead } from '../../core/sumdb/signed-head.ts'
import type { ReadTiles } from '../../core/tlog/tile-reader.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'

/** Bytes of a kept head at most. */
const headLimit = 64 << 10

/** The newest head that was ever seen of a checksum database: durable, and never an older one again. */
export class KeptHead {
  readonly #store: Store
  readonly #key: string
  readonly #verifiers: readonly Verifier[]
  readonly #reached: Reached
  /** Set once this process advanced the head; before that, what was loaded counts. */
  #head: SignedHead | undefined
  #loading: Promise<SignedHead | undefined> | undefined
  /** The last advance: one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  /** `key`: the derived key under which the signed note lies. */
  constructor(deps: { store: Store; key: string; verifiers: readonly Verifier[]; reached: Reached }) {
    this.#store = deps.store
    this.#key = deps.key
    this.#verifiers = deps.verifiers
    this.#reached = deps.reached
  }

  /**
   * The kept head, or undefined before the first contact. Throws `store-damaged` where what is stored is not signed.
   */
  async current(): Promise<SignedHead | undefined> {
    this.#loading ??= this.#load()
    try {
      const loaded = await this.#loading
      return this.#head ?? loaded
    } catch (error) {
      this.#loading = undefined
      throw error
    }
  }

  /**
   * Keeps `next` if it is newer than what is kept by then, durable on return. Throws `log-fork` where it lies on
   * another time line, and what `readTiles` throws.
   */
  advance(next: SignedHead, readTiles: ReadTiles): Promise<void> {
    const work = async () => {
      const kept = await this.current()
      const head = kept === undefined ? next : await mergeHeads(kept, next, readTiles)
      if (head === kept) return
      await this.#store.replace(this.#key, head.note)
      this.#reached('upstream-head-kept')
      this.#head = head
    }
    const turn = this.#turn.then(work, work)
    this.#turn = turn
    return turn
  }

  async #load(): Promise<SignedHead | undefined> {
    const note = await this.#store.read(this.#key, headLimit)
    if (note === undefined) return undefined
    try {
      return openSignedHead(note, this.#verifiers)
    } catch (error) {
      if (!isGoferryError(error, 'bad-note')) throw error
      throw new GoferryError('store-damaged', { subject: this.#key, cause: error })
    }
  }
}
