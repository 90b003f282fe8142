import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { backoffMs } from '../../core/jobs/backoff.ts'
import type { Job, JobState } from '../../core/jobs/job.ts'
import { type Ending, nameOf } from '../../core/jobs/transitions.ts'
import type { Answer, Lease } from '../../ports/job-queue.ts'
import type { Item, Progress } from '../../ports/watch.ts'
import { Report } from './report.ts'
import { afterChildren, type ChildJob, type JobKind, type JobTask, limits, type RunnerWorld } from './world.ts'

/** Why an attempt is to end before it is done. */
type Stop = Exclude<Answer, 'go-on'> | 'stopping' | GoferryError

/**
 * One attempt at a job by this process, which holds its lease: writes what the job tells, hears what is asked of it,
 * and ends it in the queue. Whatever goes wrong on the way, the job is at no time this process's and another's.
 */
export class Attempt {
  readonly #world: RunnerWorld
  readonly #job: Job
  readonly #kind: JobKind
  readonly #lease: Lease
  readonly #report: Report
  readonly #cut = new AbortController()
  #stop: Stop | undefined
  #isLeaving = false
  /** When this process must take the lease for lost, by its own clock that never goes back. */
  #leaseEnds: number
  #lastReport = performance.now()
  #lastSign = performance.now()
  #writing: Promise<void> | undefined

  /** `asked`: when the queue was asked for the job, by this process's own clock. */
  constructor(world: RunnerWorld, job: Job, kind: JobKind, { token, asked }: { token: string; asked: number }) {
    this.#world = world
    this.#job = job
    this.#kind = kind
    this.#lease = { number: job.number, token }
    this.#report = new Report(kind.unit)
    this.#leaseEnds = asked + world.times.leaseMs
  }

  /** Runs it to its end, and writes how it ended. Never throws. */
  async run(): Promise<void> {
    const begun = performance.now()
    const ticking = setInterval(() => this.#tick(begun), this.#world.times.flushMs)
    let ending: Ending | undefined
    try {
      // Where the queue took so long to answer, another may have it already.
      if (begun > this.#leaseEnds) this.#endBy('lost')
      else ending = this.#endingOf(await this.#kind.run(this.#job.argument, this.#task()))
    } catch (error) {
      ending = this.#endingOfError(error)
    }
    clearInterval(ticking)
    await this.#writing
    const state = ending !== undefined && (await this.#end(ending)) ? ending.state : 'lost'
    this.#tellEnd(state, performance.now() - begun)
    this.#world.bell.work(this.#job.number)
  }

  /** Asks the attempt to end: the job goes back to the queue, as whole as it is. */
  giveBack(): void {
    this.#isLeaving = true
    this.#endBy('stopping')
  }

  /** Looks at the queue now: something may have been asked of the job. */
  look(): void {
    this.#lastReport = Number.NEGATIVE_INFINITY
    this.#flush()
  }

  /** The number of the job. */
  get number(): number {
    return this.#job.number
  }

  #task(): JobTask {
    const { queue, bell } = this.#world
    const { number } = this.#job
    return {
      job: this.#job,
      signal: this.#cut.signal,
      progress: (progress: Progress) => {
        this.#lastSign = performance.now()
        this.#report.progress(progress, this.#lastSign)
      },
      tell: async (item: Item) => {
        this.#lastSign = performance.now()
        this.#report.tell(item)
        if (this.#report.isFull) await this.#flush()
      },
      submit: async (child: ChildJob) => {
        const submitted = await queue.submit(this.#newChild(child))
        bell.work(submitted.job.number)
        return submitted.job
      },
      children: async () => (await queue.list({ parent: number, limit: 10_000 })).reverse(),
    }
  }

  #newChild({ kind: name, argument, name: own }: ChildJob) {
    const kind = this.#world.kinds[name]
    if (kind === undefined) throw new GoferryError('usage', { subject: name, reason: 'job-kind' })
    const { number, priority, node } = this.#job
    const key = kind.key?.(argument)
    const idempotencyKey = `child ${own} of ${number}`
    const { maxAttempts } = kind
    return { kind: name, argument, priority, node, key, maxAttempts, notBefore: 0, parent: number, idempotencyKey }
  }

  #tick(begun: number): void {
    const now = performance.now()
    const { timeMs, silentMs } = this.#kind
    if (timeMs !== undefined && now - begun > timeMs) this.#endBy(this.#overrun('job-time', timeMs))
    if (silentMs !== undefined && now - this.#lastSign > silentMs) this.#endBy(this.#overrun('job-silent', silentMs))
    if (now > this.#leaseEnds) this.#endBy('lost')
    void this.#flush()
  }

  #overrun(reason: 'job-time' | 'job-silent', ms: number): GoferryError {
    return new GoferryError('job-ended', { subject: nameOf(this.#job), reason, params: { seconds: ms / 1000 } })
  }

  /** The first reason stands, but what is lost is lost. */
  #endBy(stop: Stop): void {
    if (this.#stop !== undefined && stop !== 'lost') return
    this.#stop = stop
    this.#cut.abort()
  }

  /** Writes what there is to write, and a sign of life when one is due; one after the other. */
  #flush(): Promise<void> {
    const { leaseMs } = this.#world.times
    const isDue = performance.now() - this.#lastReport > leaseMs / 4
    if (this.#writing === undefined && (isDue || this.#report.hasNews))
      this.#writing = this.#write().finally(() => {
        this.#writing = undefined
      })
    return this.#writing ?? Promise.resolve()
  }

  async #write(): Promise<void> {
    const { queue, times, bell } = this.#world
    const news = this.#report.take()
    const at = performance.now()
    try {
      const answer = await queue.report(this.#lease, times.leaseMs, news)
      this.#lastReport = at
      if (answer !== 'lost') this.#leaseEnds = at + times.leaseMs
      if (answer !== 'go-on') this.#endBy(answer)
      bell.news(this.#job.number)
    } catch (error) {
      this.#report.giveBack(news)
      this.#world.journal.warn('job-report-failed', { job: this.#job.number, error: messageOf(error) })
    }
  }

  #endingOf(value: unknown): Ending | undefined {
    if (this.#stop === 'lost') return undefined
    if (value === afterChildren) return givenBack(false)
    if (JSON.stringify(value ?? null).length > limits.resultBytes)
      return this.#endingOfError(new GoferryError('too-large', { subject: nameOf(this.#job) }))
    const undone = this.#kind.judge?.(value)
    if (undone !== undefined) return { state: 'failed', error: toWire(undone), result: value }
    return { state: 'succeeded', result: value ?? null }
  }

  #endingOfError(error: unknown): Ending | undefined {
    const stop = this.#stop
    if (stop === 'lost') return undefined
    if (stop === 'cancel') return { state: 'cancelled' }
    if (stop === 'pause' || stop === 'stopping') return givenBack(stop === 'pause')
    const failure = stop instanceof GoferryError ? stop : error
    const { attempts, maxAttempts } = this.#job
    const mayPass = isGoferryError(failure) && (this.#kind.isTransient?.(failure) ?? false)
    if (!mayPass || attempts >= maxAttempts) return { state: 'failed', error: toWire(failure) }
    const notBefore = this.#world.queue.now() + backoffMs(attempts, this.#world.chance())
    return { state: 'queued', notBefore, error: toWire(failure), isGivenBack: false, isPaused: false }
  }

  /**
   * Until the queue has taken it, the lease is over, or this process leaves: then whoever takes the job back says how
   * it ended. Where there is no room to write it, those who follow the job here hear so at once.
   */
  async #end(ending: Ending): Promise<boolean> {
    const { queue, journal, times, bell } = this.#world
    const told = this.#report.close()
    for (;;) {
      try {
        const isHeld = await queue.end(this.#lease, ending, told)
        bell.unwritten(this.#job.number, undefined)
        return isHeld
      } catch (error) {
        journal.warn('job-end-failed', { job: this.#job.number, error: messageOf(error) })
        if (isGoferryError(error, 'no-space')) bell.unwritten(this.#job.number, error)
      }
      if (performance.now() > this.#leaseEnds || this.#isLeaving) return false
      await bell.wait(undefined, times.pollMs)
    }
  }

  #tellEnd(state: JobState | 'lost', ranMs: number): void {
    const { number, kind, submitted, notBefore, attempts, started = submitted } = this.#job
    this.#world.journal.info('job-attempt-ended', { job: number, kind, state, attempts, ms: Math.round(ranMs) })
    const waitedMs = attempts === 1 ? started - Math.max(submitted, notBefore) : undefined
    this.#world.attemptEnded({ kind, state, waitedMs, ranMs })
  }
}

function givenBack(isPaused: boolean): Ending {
  return { state: 'queued', notBefore: 0, isGivenBack: true, isPaused }
}

/** What went wrong, without the name of its class. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
