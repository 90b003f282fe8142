import { utf8 } from '../../core/bytes.ts'
import { formatTime } from '../../core/log/entry-values.ts'
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

/** What keeping misses takes. */
export interface MissesParts {
  readonly store: Store
  readonly clock: Clock
  readonly reached: Reached
}

/** The derived key under which misses are kept, one JSON object a line. */
const MISSES_KEY = 'log/misses'
/** A client that invents names must not fill memory or disk: what goes beyond these bounds is only counted. */
const MAX_MISSES = 10_000
const MAX_NAME_LENGTH = 512
/** More than the bounds above allow. */
const MAX_BYTES = 64 << 20

/**
 * Keeps each miss once, with its count. Held in memory, written soon
 * after: what a crash loses is a count of the last second.
 */
export class Misses {
  readonly #parts: MissesParts
  readonly #known: Map<string, Miss>
  #dirty = false
  #uncounted = 0
  #writing: Promise<void> = Promise.resolve()

  private constructor(parts: MissesParts, known: readonly Miss[]) {
    this.#parts = parts
    this.#known = new Map(known.map(miss => [keyOf(miss), miss]))
  }

  /** Reads what was kept. Throws what the store throws. */
  static async open(parts: MissesParts): Promise<Misses> {
    return new Misses(parts, await readMisses(parts.store))
  }

  /** Notes one miss. */
  record(path: string, version: string): void {
    const key = keyOf({ path, version })
    const before = this.#known.get(key)
    if (before === undefined && (this.#known.size >= MAX_MISSES || key.length > MAX_NAME_LENGTH)) {
      this.#uncounted++
      return
    }
    const now = formatTime(this.#parts.clock.now())
    this.#known.set(key, { path, version, first: before?.first ?? now, last: now, count: (before?.count ?? 0) + 1 })
    this.#dirty = true
  }

  /** How many misses were not kept: too many different ones, or names too long for a module. */
  get uncounted(): number {
    return this.#uncounted
  }

  /**
   * Writes what changed; after a failure the next call tries again. Called
   * every second and when the node stops. Throws what the store throws.
   */
  async flush(): Promise<void> {
    const mine = this.#writing.then(() => this.#write())
    this.#writing = mine.catch(() => undefined)
    await mine
  }

  async #write(): Promise<void> {
    if (!this.#dirty) return
    this.#dirty = false
    const lines = [...this.#known.values()].map(miss => `${JSON.stringify(miss)}\n`)
    try {
      await this.#parts.store.replace(MISSES_KEY, utf8(lines.join('')))
    } catch (error) {
      this.#dirty = true
      throw error
    }
    this.#parts.reached('miss-recorded')
  }
}

/** The misses that a node keeps, oldest first; for commands that only read. A line that is none is passed over. */
export async function readMisses(store: Store): Promise<Miss[]> {
  const bytes = await store.read(MISSES_KEY, MAX_BYTES)
  const lines = Buffer.from(bytes ?? [])
    .toString()
    .split('\n')
  return lines.map(parseMiss).filter(miss => miss !== undefined)
}

function parseMiss(line: string): Miss | undefined {
  try {
    const { path, version, first, last, count } = JSON.parse(line)
    const texts = [path, version, first, last].every(text => typeof text === 'string')
    return texts && Number.isSafeInteger(count) ? { path, version, first, last, count } : undefined
  } catch {
    return undefined
  }
}

function keyOf(miss: { path: string; version: string }): string {
  return `${miss.path}@${miss.version}`
}
