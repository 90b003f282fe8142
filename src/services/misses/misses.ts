import { utf8 } from '../../core/bytes.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'

/** What somebody asked for in vain: the seed of a request. */
export interface Miss {
  readonly path: string
  /** A version or query; '' where a list was asked for. */
  readonly version: string
  /** First and last time, RFC 3339 in UTC. */
  readonly first: string
  readonly last: string
  readonly count: number
}

/** The derived key under which misses are kept, one JSON object a line. */
export const MISSES_KEY = 'log/misses'
/** A client that invents names must not fill memory or disk: beyond that, new misses are only counted. */
const MAX_MISSES = 10_000
const MAX_BYTES = 64 << 20

/** Keeps each miss once, with its count. Held in memory, written soon after: what a crash loses is a count of the last second. */
export class Misses {
  readonly #store: Store
  readonly #clock: Clock
  readonly #reached: Reached
  readonly #known: Map<string, Miss>
  #dirty = false
  #uncounted = 0
  #writing: Promise<void> | undefined

  private constructor(deps: { store: Store; clock: Clock; reached: Reached }, known: readonly Miss[]) {
    this.#store = deps.store
    this.#clock = deps.clock
    this.#reached = deps.reached
    this.#known = new Map(known.map(miss => [keyOf(miss), miss]))
  }

  /** Reads what was kept. */
  static async open(deps: { store: Store; clock: Clock; reached: Reached }): Promise<Misses> {
    return new Misses(deps, await readMisses(deps.store))
  }

  /** Notes one miss. */
  record(path: string, version: string): void {
    const before = this.#known.get(keyOf({ path, version }))
    if (before === undefined && this.#known.size >= MAX_MISSES) {
      this.#uncounted++
      return
    }
    const now = `${new Date(this.#clock.now()).toISOString().slice(0, 19)}Z`
    const miss = { path, version, first: before?.first ?? now, last: now, count: (before?.count ?? 0) + 1 }
    this.#known.set(keyOf(miss), miss)
    this.#dirty = true
  }

  /** How many misses were not kept, because there were too many different ones. */
  get uncounted(): number {
    return this.#uncounted
  }

  /** Writes what changed. Called every second and when the node stops. */
  async flush(): Promise<void> {
    await this.#writing
    if (!this.#dirty) return
    this.#dirty = false
    this.#writing = this.#write()
    await this.#writing
  }

  async #write(): Promise<void> {
    const lines = [...this.#known.values()].map(miss => `${JSON.stringify(miss)}\n`)
    await this.#store.replace(MISSES_KEY, utf8(lines.join('')))
    this.#reached('miss-recorded')
  }
}

/** The misses that a node keeps, oldest first; for commands that only read. */
export async function readMisses(store: Store): Promise<Miss[]> {
  const bytes = await store.read(MISSES_KEY, MAX_BYTES)
  const lines = Buffer.from(bytes ?? [])
    .toString()
    .split('\n')
  return lines.filter(Boolean).map(line => JSON.parse(line))
}

function keyOf(miss: { path: string; version: string }): string {
  return `${miss.path}@${miss.version}`
}
