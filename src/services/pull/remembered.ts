import type { Clock } from '../../ports/clock.ts'
import { TtlMap } from './ttl-map.ts'

/** What an error takes with its stack, its cause and its texts: measured at 1.6 KiB. */
const errorBytes = 2048

/** What a piece of work came to. */
export type Outcome<V> = { readonly value: V } | { readonly error: unknown }

/** How long an outcome is good for, in milliseconds. */
export interface Lifetime {
  /** Answered from memory. */
  readonly freshMs: number
  /**
   * From its beginning on; between `freshMs` and this it is answered
   * at once and renewed behind. 0: a failure, which renews nothing.
   */
  readonly staleMs: number
}

interface Kept<V> {
  readonly outcome: Outcome<V>
  readonly freshUntil: number
}

/**
 * Work by key of which one run is under way at a time, later callers waiting for it (single flight, abuse case A20),
 * and whose outcome is remembered for a while: stale while revalidating, failures for a short time. Memory is bounded.
 */
export class Remembered<V> {
  readonly #clock: Clock
  readonly #lifetime: (outcome: Outcome<V>) => Lifetime
  readonly #kept: TtlMap<Kept<V>>
  readonly #flights = new Map<string, Promise<Outcome<V>>>()

  /** `weigh` gives about how many bytes a value takes; `maxWeight` bounds all of them, errors included. */
  constructor(
    clock: Clock,
    lifetime: (outcome: Outcome<V>) => Lifetime,
    bounds: { readonly maxWeight: number; weigh(value: V): number },
  ) {
    this.#clock = clock
    this.#lifetime = lifetime
    const weigh = ({ outcome }: Kept<V>) => ('value' in outcome ? bounds.weigh(outcome.value) : errorBytes)
    this.#kept = new TtlMap(clock, { maxWeight: bounds.maxWeight, weigh })
  }

  /** What `work` gives or throws, or gave or threw not long ago for the same key. */
  async get(key: string, work: () => Promise<V>): Promise<V> {
    const kept = this.#kept.get(key)
    const outcome = kept === undefined ? await this.#fly(key, work) : this.#renewed(key, kept, work)
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }

  /** What is kept, at once; where it is no longer fresh, a run begins behind it. */
  #renewed(key: string, kept: Kept<V>, work: () => Promise<V>): Outcome<V> {
    if (this.#clock.now() >= kept.freshUntil) void this.#fly(key, work)
    return kept.outcome
  }

  /** Never rejects: the outcome holds the error. */
  #fly(key: string, work: () => Promise<V>): Promise<Outcome<V>> {
    const under = this.#flights.get(key)
    if (under !== undefined) return under
    const flight = outcomeOf(work).then(outcome => {
      this.#flights.delete(key)
      this.#keep(key, outcome)
      return outcome
    })
    this.#flights.set(key, flight)
    return flight
  }

  #keep(key: string, outcome: Outcome<V>): void {
    const { freshMs, staleMs } = this.#lifetime(outcome)
    const before = staleMs === 0 ? this.#kept.get(key) : undefined
    const freshUntil = this.#clock.now() + freshMs
    if (before !== undefined) this.#kept.set(key, { ...before, freshUntil })
    else if (freshMs > 0) this.#kept.set(key, { outcome, freshUntil }, Math.max(freshMs, staleMs))
  }
}

async function outcomeOf<V>(work: () => Promise<V>): Promise<Outcome<V>> {
  try {
    return { value: await work() }
  } catch (error) {
    return { error }
  }
}
