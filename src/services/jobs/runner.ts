import { isGoferryError } from '../../core/errors.ts'
import { isEnded, type Job } from '../../core/jobs/job.ts'
import { Attempt, messageOf } from './attempt.ts'
import type { RunnerWorld } from './world.ts'

/** What a runner runs. */
export interface RunnerScope {
  /** How many jobs at once, over all processes of its node. */
  readonly places: number
  /** This job alone, and what it waits for. */
  readonly only?: number
  /** Jobs that ended so many milliseconds ago are forgotten; undefined where another process sees to it. */
  readonly historyMs?: number
}

/** How many jobs that have ended are kept at most, and how often the others are forgotten. */
const mostHistory = 100_000
const tidyMs = 3_600_000

/**
 * Runs jobs in this process: takes the next one whenever there is a place, and takes those back whose workers died.
 * When one ends, the next begins at once; what another process submitted is seen within `pollMs`.
 */
export class Runner {
  readonly #world: RunnerWorld
  readonly #scope: RunnerScope
  readonly #running = new Map<Attempt, Promise<void>>()
  #filling: Promise<void> | undefined
  #isRung = false
  #isStopping = false
  #lastReclaim = Number.NEGATIVE_INFINITY
  #lastTidy = Number.NEGATIVE_INFINITY
  #polling: NodeJS.Timeout | undefined
  #silence: () => void = () => undefined

  constructor(world: RunnerWorld, scope: RunnerScope) {
    this.#world = world
    this.#scope = scope
  }

  /** Begins to take jobs. */
  start(): void {
    const { bell, times } = this.#world
    this.#silence = bell.onWork(job => this.#hear(job))
    this.#polling = setInterval(() => this.#look(), times.pollMs)
    this.#look()
  }

  /** Takes no more jobs, and gives back those that run: resolves when the last one has ended at a whole step. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#polling)
    this.#silence()
    await this.#filling
    for (const attempt of this.#running.keys()) attempt.giveBack()
    await Promise.all(this.#running.values())
  }

  /** The job `number` when it has ended: runs until then. */
  async ended(number: number, signal: AbortSignal): Promise<Job | undefined> {
    const { queue, bell, times } = this.#world
    for (;;) {
      const job = await queue.get(number)
      if (job === undefined || isEnded(job) || signal.aborted) return job
      await bell.wait(number, times.pollMs, signal)
    }
  }

  /** Something was asked of a job, which may run here, or there is one more. */
  #hear(job: number): void {
    for (const attempt of this.#running.keys()) if (attempt.number === job) attempt.look()
    this.#look()
  }

  /** Takes what can be taken, and once more where it is called meanwhile. */
  #look(): void {
    this.#isRung = true
    if (this.#filling !== undefined || this.#isStopping) return
    this.#filling = this.#fill().finally(() => {
      this.#filling = undefined
      if (this.#isRung && !this.#isStopping) setImmediate(() => this.#look())
    })
  }

  async #fill(): Promise<void> {
    this.#isRung = false
    try {
      await this.#reclaim()
      await this.#tidy()
      while (!this.#isStopping && this.#running.size < this.#scope.places && (await this.#takeOne()));
      this.#world.bell.untaken(undefined)
    } catch (error) {
      this.#world.journal.warn('job-queue-failed', { error: messageOf(error) })
      if (isGoferryError(error, 'no-space')) this.#world.bell.untaken(error)
    }
  }

  async #reclaim(): Promise<void> {
    const { queue, times, bell } = this.#world
    const now = performance.now()
    if (now - this.#lastReclaim < times.leaseMs / 3) return
    this.#lastReclaim = now
    for (const { number, attempts } of await queue.reclaim(0)) {
      this.#world.journal.warn('job-lost', { job: number, attempts })
      bell.news(number)
    }
  }

  async #tidy(): Promise<void> {
    const { historyMs } = this.#scope
    const now = performance.now()
    if (historyMs === undefined || now - this.#lastTidy < tidyMs) return
    this.#lastTidy = now
    const { queue } = this.#world
    await queue.prune({ before: queue.now() - historyMs, keep: mostHistory })
  }

  async #takeOne(): Promise<boolean> {
    const { queue, kinds, node, worker, times, newToken, bell } = this.#world
    const [token, asked] = [newToken(), performance.now()]
    const limits = Object.fromEntries(Object.entries(kinds).map(([name, { atOnce }]) => [name, atOnce]))
    const { places, only } = this.#scope
    const job = await queue.take({ worker, node, token, leaseMs: times.leaseMs, limits, places, only })
    const kind = job && kinds[job.kind]
    if (job === undefined || kind === undefined) return false
    const attempt = new Attempt(this.#world, job, kind, { token, asked })
    this.#running.set(
      attempt,
      attempt.run().finally(() => {
        this.#running.delete(attempt)
        this.#look()
      }),
    )
    bell.news(job.number)
    return true
  }
}
