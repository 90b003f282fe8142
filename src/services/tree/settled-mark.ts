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
  /** What the mark is to be. */
  #size: number
  /** What is known to be on the disk. */
  #stored: number
  /** One write at a time: of two that lower it at once, the lower one must not be overwritten. */
  #writing: Promise<void> = Promise.resolve()

  private constructor(store: Store, size: number) {
    this.#store = store
    this.#size = size
    this.#stored = size
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
    if (id >= this.#stored) return
    this.#size = Math.min(this.#size, id)
    await this.#write()
  }

  /** Durably raises the mark to `size`, when nothing lowers it any more. Throws what the store throws. */
  async raiseTo(size: number): Promise<void> {
    if (size <= this.#size) return
    this.#size = size
    await this.#write()
  }

  #write(): Promise<void> {
    const write = async () => {
      const size = this.#size
      if (size === this.#stored) return
      await this.#store.replace(SETTLED_KEY, utf8(String(size)))
      this.#stored = size
    }
    this.#writing = this.#writing.then(write, write)
    return this.#writing
  }
}
