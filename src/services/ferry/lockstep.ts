/** Takes one file in pieces, which are its own to keep. May end early: the rest of its file is given to nobody. */
export type WriteFile<T> = (index: number, chunks: AsyncIterable<Uint8Array>) => Promise<T>

/**
 * Gives piece r of each stripe to `write(r, …)`, for `count` files that are all written at once. The next stripe is
 * made when everyone who still reads has asked for it, so that one stripe is in memory at a time: a `write` that waits
 * for another to end waits for ever. Gives what each `write` gave. Throws the first failure of `stripes` or of a
 * `write`, which the others hear when they next ask, once all have ended.
 */
export async function inLockstep<T>(
  stripes: AsyncGenerator<readonly Uint8Array[], void>,
  count: number,
  write: WriteFile<T>,
): Promise<T[]> {
  const lockstep = new Lockstep(stripes, count)
  const written = Array.from({ length: count }, (_, reader) => lockstep.run(reader, write))
  await Promise.allSettled(written)
  await stripes.return()
  lockstep.throwFailure()
  return Promise.all(written)
}

class Lockstep {
  readonly #stripes: AsyncIterator<readonly Uint8Array[], void>
  readonly #reading: Set<number>
  /** Who waits for its piece of the next stripe; undefined is the end. */
  #asking = new Map<number, PromiseWithResolvers<Uint8Array | undefined>>()
  #failure: { readonly error: unknown } | undefined

  constructor(stripes: AsyncIterator<readonly Uint8Array[], void>, count: number) {
    this.#stripes = stripes
    this.#reading = new Set(Array.from({ length: count }, (_, reader) => reader))
  }

  async run<T>(reader: number, write: WriteFile<T>): Promise<T> {
    try {
      return await write(reader, this.#piecesOf(reader))
    } catch (error) {
      this.#fail(error)
      throw error
    } finally {
      this.#leave(reader)
    }
  }

  throwFailure(): void {
    if (this.#failure) throw this.#failure.error
  }

  async *#piecesOf(reader: number): AsyncGenerator<Uint8Array> {
    for (let piece = await this.#ask(reader); piece; piece = await this.#ask(reader)) yield piece
  }

  async #ask(reader: number): Promise<Uint8Array | undefined> {
    this.throwFailure()
    const asker = Promise.withResolvers<Uint8Array | undefined>()
    this.#asking.set(reader, asker)
    this.#advance()
    return asker.promise
  }

  /** Nobody waits for `reader` any more, whose write has ended. */
  #leave(reader: number): void {
    this.#reading.delete(reader)
    this.#asking.get(reader)?.resolve(undefined)
    this.#asking.delete(reader)
    this.#advance()
  }

  /** Makes the next stripe, if all who read have asked. Meanwhile nobody can: each waits for its piece. */
  #advance(): void {
    if (this.#asking.size === 0 || this.#asking.size < this.#reading.size) return
    const asking = this.#asking
    this.#asking = new Map()
    this.#stripes.next().then(
      ({ value }) => {
        for (const [reader, { resolve }] of asking) resolve(value?.[reader])
      },
      error => {
        this.#fail(error)
        for (const { reject } of asking.values()) reject(error)
      },
    )
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    for (const { reject } of this.#asking.values()) reject(error)
    this.#asking.clear()
  }
}
