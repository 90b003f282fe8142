import type { Job, JobLine, JobState } from '../core/jobs/job.ts'
import type { JobWish } from '../core/jobs/transitions.ts'
import type { Watch } from '../ports/watch.ts'

/** The jobs of a node: through the one that runs, else where they are kept. */
export interface JobAccess {
  /** The jobs, the newest first. */
  listJobs(filter: JobsShown): Promise<readonly Job[]>
  /** A job, how many go before it where it waits, and its record from line `after` on. Throws `absent`. */
  showJob(number: number, after: number): Promise<ShownJob>
  /** Asks something of a job; gives it as it is then. Throws `absent`, and `usage` where it can't be had. */
  askJob(number: number, wish: JobWish): Promise<Job>
  /**
   * Shows a job until it has ended, from line `after` of its record on; the signal of `watch` ends only the showing.
   */
  followJob(number: number, after: number, watch: Watch): Promise<Job>
  /** Has misbehaving jobs run, each in the way that is named, and shows what came of them. */
  drillJobs(behaviours: readonly string[], watch: Watch): Promise<unknown>
  /** Submits so many jobs that do nothing; gives the first and the last. */
  pulseJobs(jobs: number, priority: number): Promise<{ readonly first: number; readonly last: number }>
  /** Runs jobs beside the node until the signal: those that need nothing of it. */
  workJobs(options: { readonly places: number; readonly signal: AbortSignal }): Promise<void>
}

/** Which jobs are listed. */
export interface JobsShown {
  readonly states?: readonly JobState[]
  readonly kind?: string
  readonly limit: number
}

/** A job as it is shown. */
export interface ShownJob {
  readonly job: Job
  readonly ahead?: number
  readonly lines: readonly JobLine[]
}
