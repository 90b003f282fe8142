import { isGoferryError } from '../../core/errors.ts'
import type { Space } from '../../ports/space.ts'
import type { Store } from '../../ports/store.ts'

/** The derived key of the ballast: outside the trees, so that it is neither served nor of anybody's count. */
export const ballastKey = 'log/ballast'

/** Bytes of a whole ballast: as much as opening a log after its largest usual commit writes beside what is there. */
export const wholeBallast = 1 << 21
/** It grows by whole steps; less than one stays free, for what the file system itself needs for a file. */
const step = 1 << 16

/**
 * A file without meaning that takes room on the medium, so that there is room once it is dropped: on a disk without a
 * free byte a node can start and stop, and give zips up. It is as large as it can be, up to `wholeBallast`, whatever is
 * to stay free for others.
 */
export class Ballast {
  readonly #store: Store
  readonly #space: Space
  readonly #most: number
  /** How many need its room now. */
  #users = 0
  #filling: Promise<void> | undefined

  /** `quota`: the most bytes of zips that the node takes; its ballast is no larger. */
  constructor({ store, space, quota }: { store: Store; space: Space; quota: number | undefined }) {
    this.#store = store
    this.#space = space
    this.#most = Math.min(wholeBallast, quota ?? wholeBallast)
  }

  /**
   * Runs `work` with the room of the ballast where less than that is free, and fills it again. What fails in a folder
   * without a ballast makes none there. Throws what `work` and the store throw.
   */
  async spent<T>(work: () => Promise<T>): Promise<T> {
    this.#users++
    let isWanted = false
    try {
      await this.#filling
      isWanted = await this.#drop()
      const result = await work()
      isWanted = true
      return result
    } finally {
      this.#users--
      if (isWanted) await this.fill()
    }
  }

  /**
   * Makes the ballast as large as it can be now, unless its room is in use. What the store does not do is tried again
   * the next time.
   */
  async fill(): Promise<void> {
    if (this.#users > 0) return
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = undefined
    })
    await this.#filling
  }

  /** Whether there was one to drop, and need for its room. */
  async #drop(): Promise<boolean> {
    if ((await this.#space.free()) >= wholeBallast) return false
    if ((await this.#store.stat(ballastKey)) === undefined) return false
    await this.#store.remove(ballastKey)
    return true
  }

  async #fill(): Promise<void> {
    try {
      const held = (await this.#store.stat(ballastKey))?.size ?? 0
      if (held >= this.#most) return
      const room = held + (await this.#space.free()) - step
      const size = Math.min(this.#most, Math.floor(room / step) * step)
      if (size <= held) return
      // There is no room for both at once.
      await this.#store.remove(ballastKey)
      await this.#store.replace(ballastKey, noise(size))
    } catch (error) {
      if (!isGoferryError(error)) throw error
    }
  }
}

/** So many bytes that no file system makes smaller (xorshift32). */
function noise(bytes: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(bytes / 4))
  let word = 1
  for (let i = 0; i < words.length; i++) {
    word ^= word << 13
    word ^= word >>> 17
    word ^= word << 5
    words[i] = word
  }
  return new Uint8Array(words.buffer, 0, bytes)
}
