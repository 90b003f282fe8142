import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { JobQueue } from '../../ports/job-queue.ts'
import type { AttemptReport } from '../../services/jobs/world.ts'

/** What became of the jobs that this process ran, for `/metrics`. */
export class JobMetrics {
  readonly #registry = new Registry()
  readonly #ended = new Counter({
    name: 'goferry_job_attempts_total',
    help: 'Attempts at jobs that have ended, by kind and the state that the job came into',
    labelNames: ['kind', 'state'],
    registers: [this.#registry],
  })
  readonly #waited = new Histogram({
    name: 'goferry_job_wait_seconds',
    help: 'Seconds from submission, or from the time before which a job was not to begin, to the first attempt',
    labelNames: ['kind'],
    buckets: [0.01, 0.1, 1, 10, 60, 600, 3600],
    registers: [this.#registry],
  })
  readonly #ran = new Histogram({
    name: 'goferry_job_run_seconds',
    help: 'Seconds that attempts at jobs took, by kind',
    labelNames: ['kind'],
    buckets: [0.1, 1, 10, 60, 600, 3600, 36_000],
    registers: [this.#registry],
  })
  readonly #now = new Gauge({
    name: 'goferry_jobs',
    help: 'Jobs that are queued and running now',
    labelNames: ['state'],
    registers: [this.#registry],
  })

  /** An attempt has ended. */
  readonly attemptEnded = ({ kind, state, waitedMs, ranMs }: AttemptReport): void => {
    this.#ended.inc({ kind, state })
    if (waitedMs !== undefined) this.#waited.observe({ kind }, waitedMs / 1000)
    this.#ran.observe({ kind }, ranMs / 1000)
  }

  /** All of it in Prometheus' text format, with what `queue` holds now. Throws what the queue throws. */
  async text(queue: Pick<JobQueue, 'counts'>): Promise<string> {
    const states = ['queued', 'running'] as const
    const counts = await queue.counts(states)
    for (const state of states) {
      const jobs = counts.filter(count => count.state === state).reduce((sum, count) => sum + count.jobs, 0)
      this.#now.set({ state }, jobs)
    }
    return this.#registry.metrics()
  }
}
