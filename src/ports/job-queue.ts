import type { Job, JobLine, JobNote, JobProgress, JobState } from '../core/jobs/job.ts'
import type { Ending, JobWish } from '../core/jobs/transitions.ts'

/**
 * The jobs of one or many nodes, durable: what `submit`, `end` and `ask` have returned outlives a crash of the machine.
 * Any number of calls may run at once, in any number of processes. The time is the queue's own, the same for all of
 * them. Each method throws `io-failed`, `no-space` or `busy` from the medium, and then may or may not have taken
 * effect: calling it again settles it, but for a `submit` without idempotency key.
 */
export interface JobQueue {
  /**
   * Adds a job. Where one with the same idempotency key is kept, gives that instead; with `renews` only while it has
   * not ended, else it loses the key to the new one. Throws `absent` for an unknown parent and `usage` for one that has
   * ended.
   */
  submit(job: NewJob): Promise<{ readonly job: Job; readonly isNew: boolean }>

  /**
   * Takes the job that is next: of those that may run now, of the highest priority the oldest. It may run when it is
   * queued, not paused, its time has come, the worker's node may run it and knows its kind, none of its children runs
   * or waits, and each of its gates is open: fewer than `limits` say of its kind, none of its key, and fewer than
   * `places` on the worker's node run now. Exactly one taker gets it, for `leaseMs`: until then, or as long as it
   * reports.
   */
  take(taker: Taker): Promise<Job | undefined>

  /**
   * Sign of life of who holds `lease`: prolongs it by `leaseMs` from now, and keeps how far the job is and what it
   * told, whole or not at all; a crash of the machine may lose it. Gives what was asked of the job meanwhile, and
   * `lost` where it is no longer the holder's: then nothing was kept.
   */
  report(lease: Lease, leaseMs: number, told: Told): Promise<Answer>

  /** Ends the attempt of who holds `lease`, with the last that it told; gives whether it still held it. */
  end(lease: Lease, ending: Ending, told: Told): Promise<boolean>

  /**
   * Takes the jobs back that nobody reports of any more: whose lease is over, or that a worker of `deadNode` holds,
   * where it is known that all of those are dead. They wait `pauseMs`, or have failed with their last attempt. Gives
   * them.
   */
  reclaim(pauseMs: number, deadNode?: string): Promise<Job[]>

  /** Asks something of a job; see `wished` for what comes of it. Throws `absent`, and `usage` where it can't be had. */
  ask(number: number, wish: JobWish): Promise<Job>

  /** The job, if it is kept. */
  get(number: number): Promise<Job | undefined>

  /** Jobs, the newest first. */
  list(filter: JobFilter): Promise<Job[]>

  /** The lines of a job's record after line `after`, the oldest first. */
  lines(number: number, after: number, limit: number): Promise<JobLine[]>

  /** How many jobs there are in `states`, by kind and state. */
  counts(
    states: readonly JobState[],
  ): Promise<readonly { readonly kind: string; readonly state: JobState; readonly jobs: number }[]>

  /**
   * How many jobs would be taken before a queued one, as things stand: of a higher priority, or as high and older, that
   * could run on the same node.
   */
  ahead(job: Job): Promise<number>

  /**
   * Forgets jobs, with their records: those that ended before `before`, and of the others all but the newest `keep`.
   */
  prune(rules: { readonly before: number; readonly keep: number }): Promise<number>

  /** The time of the queue, in milliseconds since 1970 UTC. */
  now(): number

  /** Gives the connection back. Safe to call more than once. */
  close(): Promise<void>
}

/** A job to be added. */
export interface NewJob extends Pick<Job, 'kind' | 'argument' | 'priority' | 'maxAttempts' | 'notBefore'> {
  readonly key?: string | undefined
  readonly idempotencyKey?: string | undefined
  /** Whether a job that has ended gives its idempotency key up. */
  readonly renews?: boolean
  readonly node?: string | undefined
  readonly parent?: number | undefined
}

/** Who takes jobs, and which. */
export interface Taker {
  readonly worker: string
  readonly node: string
  /** A text that no other taking has: who knows it holds the job. */
  readonly token: string
  readonly leaseMs: number
  /** The kinds that it knows, and how many of each may run at once, on all nodes. */
  readonly limits: Readonly<Record<string, number>>
  /** How many jobs may run at once on its node, over all its processes. */
  readonly places: number
  /** Where it is given: this job alone, and what it waits for. */
  readonly only?: number | undefined
}

/** What its holder knows a job by. */
export interface Lease {
  readonly number: number
  readonly token: string
}

/** What an attempt told. */
export interface Told {
  readonly progress: JobProgress | undefined
  /** How many notes of this attempt came before these. Those of `notes` that are kept already are left out. */
  readonly before: number
  readonly notes: readonly JobNote[]
}

/** What a report is answered. */
export type Answer = 'go-on' | 'cancel' | 'pause' | 'lost'

/** Which jobs are listed. */
export interface JobFilter {
  readonly states?: readonly JobState[] | undefined
  readonly kind?: string | undefined
  readonly parent?: number | undefined
  /** Only those with a lower number: the next page. */
  readonly before?: number | undefined
  readonly limit: number
}
