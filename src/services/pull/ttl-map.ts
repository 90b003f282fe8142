import type { Clock } from '../../ports/clock.ts'

/** The bounds of a `TtlMap`. */
export interface TtlBounds<V> {
  /** The most bytes of all values and keys together. */
  readonly maxWeight: number
  /** About how many bytes a value takes. */
  weigh(value: V): number
}

/** Values by key, each for a time of its own. Beyond the bound, what was not used for longest goes first. */
export class TtlMap<V> {
  readonly #clock: Clock
  readonly #bounds: TtlBounds<V>
  /** In the order of the last use. */
  readonly #held = new Map<string, { value: V; until: number }>()
  #weight = 0

  constructor(clock: Clock, bounds: TtlBounds<V>) {
    this.#clock = clock
    this.#bounds = bounds
  }

  /** The value under `key` while its time lasts. */
  get(key: string): V | undefined {
    const held = this.#held.get(key)
    if (held === undefined) return undefined
    this.delete(key)
    if (held.until <= this.#clock.now()) return undefined
    this.#put(key, held)
    return held.value
  }

  /** Keeps `value` under `key` for `ms` milliseconds, or for what is left of the time of the value that it replaces. */
  set(key: string, value: V, ms?: number): void {
    const left = ms === undefined ? this.#held.get(key)?.until : this.#clock.now() + ms
    this.delete(key)
    if (left === undefined) return
    this.#put(key, { value, until: left })
    for (const [oldest, { until }] of this.#held) {
      if (this.#weight <= this.#bounds.maxWeight && until > this.#clock.now()) return
      this.delete(oldest)
    }
  }

  /** Forgets `key`. */
  delete(key: string): void {
    const held = this.#held.get(key)
    if (held === undefined) return
    this.#held.delete(key)
    this.#weight -= this.#weigh(key, held.value)
  }

  #put(key: string, held: { value: V; until: number }): void {
    this.#held.set(key, held)
    this.#weight += this.#weigh(key, held.value)
  }

  /** With what the entry itself takes. */
  #weigh(key: string, value: V): number {
    return 2 * key.length + 100 + this.#bounds.weigh(value)
  }
}
