import type { Journal } from '../../ports/journal.ts'
import { dueTimes } from '../config/watch.ts'

/** The longest time that a timer of Node takes. */
const longestMs = 2 ** 31 - 1

/**
 * Calls `submit` whenever `cron` is due, and at the start for the time before, in case nobody was there then: whoever
 * submits sees to it that one time is submitted once.
 */
export class Schedule {
  readonly #cron: string
  readonly #submit: (due: Date) => Promise<unknown>
  readonly #journal: Journal
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(cron: string, submit: (due: Date) => Promise<unknown>, journal: Journal) {
    this.#cron = cron
    this.#submit = submit
    this.#journal = journal
  }

  /** Begins. */
  start(): void {
    const { last } = dueTimes(this.#cron, new Date())
    if (last !== undefined) void this.#due(last)
    this.#wait()
  }

  /** Submits nothing more. */
  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  #wait(): void {
    const { next } = dueTimes(this.#cron, new Date())
    if (next === undefined || this.#isStopped) return
    const ms = next.getTime() - Date.now()
    this.#timer = setTimeout(
      () => {
        if (ms <= longestMs) void this.#due(next)
        this.#wait()
      },
      Math.min(ms, longestMs),
    )
    this.#timer.unref()
  }

  async #due(time: Date): Promise<void> {
    try {
      await this.#submit(time)
    } catch (error) {
      this.#journal.error('pull-not-submitted', { due: time.toISOString(), error: String(error) })
    }
  }
}
