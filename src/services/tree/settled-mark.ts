import { utf8 } from '../../core/bytes.ts'
import type { Store } from '../../ports/store.ts'

/** The derived key of the mark: a decimal number of entries. */
const SETTLED_KEY = 'log/settled'

/**
 * Up to which size of the log lists and withheld files are known to be in step with it; what
 * lies beyond is looked at again when the writer opens. The mark may be too low at any time,
 * never too high: it is raised only after the tree was brought in step, and lowered before
 * anything older is published (a version that was logged before a crash and is fetched again).
 */
export class SettledMark {
  readonly #store: Store
  #size: number

  private constructor(store: Store, size: number) {
    this.#store = store
    this.#size = size
  }

  /** Reads the mark: 0 where nothing was noted yet, nothing that can be read, or more than the log's `size`. */
  static async read(store: Store, size: number): Promise<SettledMark> {
    const noted = Buffer.from((await store.read(SETTLED_KEY, 64)) ?? []).toString()
    const mark = /^\d{1,15}$/.test(noted) ? Number(noted) : 0
    return new SettledMark(store, mark > size ? 0 : mark)
  }

  /** Entries before this one are in step. */
  get size(): number {
    return this.#size
  }

  /** Durably lowers the mark to entry `id`; does nothing where it is there or lower. Throws what the store throws. */
  async lowerTo(id: number): Promise<void> {
    if (id < this.#size) await this.#write(id)
  }

  /** Durably raises the mark to `size`. Throws what the store throws. */
  async raiseTo(size: number): Promise<void> {
    if (size > this.#size) await this.#write(size)
  }

  async #write(size: number): Promise<void> {
    await this.#store.replace(SETTLED_KEY, utf8(String(size)))
    this.#size = size
  }
}
