import type { HotHead } from './hot-head.ts'
import type { Route } from './routes.ts'

/** An answer in memory. */
export interface HotAnswer {
  readonly route: Route['name']
  readonly head: HotHead
  /** A small body is text of one byte a character; a large one has memory of its own, which nobody else reads. */
  readonly body: string | Uint8Array
  readonly bytes: number
  readonly stands: () => boolean
  readonly until: number
  /** The turn of the event loop in which it was last found to stand. */
  turn: number
  /** Whether it was given since the last sweep. */
  used: boolean
  /** Clients to which a large body is on its way. */
  clients: number
}

/** Answers in memory with a bound on the bytes of all of them, also of those that are still being sent. */
export class Shelf {
  readonly #answers = new Map<string, HotAnswer>()
  /** Answers that are on the shelf no more, but on their way to a client. */
  readonly #leaving = new Set<HotAnswer>()
  readonly #budget: number
  #bytes = 0

  /** `budget`: in bytes. */
  constructor(budget: number) {
    this.#budget = budget
  }

  /** The answer to `url`, whether it stands or not. */
  get(url: string): HotAnswer | undefined {
    return this.#answers.get(url)
  }

  /** Takes room for `bytes`, if so much is not being sent: the caller puts something there, or gives it back. */
  reserve(bytes: number): boolean {
    if (this.#bytes + bytes > this.#budget) this.#sweep(bytes)
    if (this.#bytes + bytes > this.#budget) return false
    this.#bytes += bytes
    return true
  }

  /** Gives back what was reserved. */
  give(bytes: number): void {
    this.#bytes -= bytes
  }

  /** Puts `hot` where room was reserved for it, in place of what was there for the same URL. */
  put(url: string, hot: HotAnswer): void {
    const before = this.#answers.get(url)
    if (before !== undefined) this.drop(url, before)
    this.#answers.set(url, hot)
  }

  /** Takes an answer away; its bytes count until it is sent. */
  drop(url: string, hot: HotAnswer): void {
    this.#answers.delete(url)
    if (hot.clients > 0) this.#leaving.add(hot)
    else this.#free(hot)
  }

  /** A client has been sent the answer, or is gone. */
  sent(hot: HotAnswer): void {
    hot.clients--
    if (hot.clients === 0 && this.#leaving.delete(hot)) this.#free(hot)
  }

  /** Gives the memory back now: what waits for the collector would stand beside what takes its place. */
  #free(hot: HotAnswer): void {
    this.#bytes -= hot.bytes
    if (typeof hot.body !== 'string' && hot.body.buffer instanceof ArrayBuffer) hot.body.buffer.transfer(0)
  }

  /** Makes room for `bytes` and an eighth more, so that it is seldom done: what was not used since goes first. */
  #sweep(bytes: number): void {
    const most = this.#budget - this.#budget / 8 - bytes
    for (const isLast of [false, true])
      for (const [url, hot] of [...this.#answers]) {
        if (this.#bytes <= most) return
        if (hot.clients === 0 && (isLast || !hot.used)) this.drop(url, hot)
        hot.used = false
      }
  }
}
