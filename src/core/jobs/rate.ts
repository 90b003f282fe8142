/** The rate is that of the last seconds: what was slow a minute ago says nothing of the time that is left. */
const windowMs = 10_000
/** One that is noted more often than this in a window forgets every other moment. */
const mostMoments = 200

/** How much is done, at some time. */
interface Amount {
  readonly done: number
  readonly bytes: number
}

/** How quick something is that goes on: things and bytes a second, and the time that is left. */
export class Rate {
  #moments: (Amount & { readonly at: number })[] = []

  /** So much is done at the time `now`, in milliseconds. */
  note({ done, bytes }: Amount, now: number): void {
    // Another part of the work has begun: it counts from its own beginning.
    if (bytes < (this.#moments.at(-1)?.bytes ?? 0)) this.#moments = []
    this.#moments.push({ at: now, done, bytes })
    while (this.#moments.length > 2 && now - (this.#moments[1]?.at ?? now) > windowMs) this.#moments.shift()
    if (this.#moments.length > mostMoments) this.#moments = this.#moments.filter((_, i) => i % 2 === 0)
  }

  /** Things and bytes a second in the last seconds. */
  rates(): Amount {
    const [first, last] = [this.#moments[0], this.#moments.at(-1)]
    if (first === undefined || last === undefined || last.at === first.at) return { done: 0, bytes: 0 }
    const seconds = (last.at - first.at) / 1000
    return { done: (last.done - first.done) / seconds, bytes: (last.bytes - first.bytes) / seconds }
  }

  /** Seconds until all is done: by bytes where their total is known. Undefined where the rate says nothing. */
  secondsLeft({
    total,
    totalBytes,
  }: {
    total: number | undefined
    totalBytes: number | undefined
  }): number | undefined {
    const [last, rates] = [this.#moments.at(-1), this.rates()]
    if (last === undefined) return undefined
    const seconds =
      totalBytes === undefined
        ? ((total ?? Number.NaN) - last.done) / rates.done
        : (totalBytes - last.bytes) / rates.bytes
    return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined
  }
}
