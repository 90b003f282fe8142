import type { GoferryError } from '../../core/errors.ts'
import type { Job, JobState } from '../../core/jobs/job.ts'
import type { JobQueue } from '../../ports/job-queue.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Bell } from './bell.ts'

/** What a node can do as a job: one row a kind. */
export interface JobKind {
  /** How many may run at once, on all nodes that share the queue. */
  readonly atOnce: number
  /** How often it is tried where an attempt fails by an error that may pass, or its worker dies. */
  readonly maxAttempts: number
  /** What its progress counts: `modules`, `files`. */
  readonly unit: string
  /** An attempt that takes longer, in milliseconds, is ended. */
  readonly timeMs?: number
  /** An attempt that shows no progress and tells nothing for so long, in milliseconds, is ended. */
  readonly silentMs?: number
  /** Jobs of the same key run one after the other. */
  key?(argument: unknown): string
  /** Throws `usage` for an argument that it does not take: then no job is made. */
  check?(argument: unknown): void
  /** What was not done, where `result` says so: then the job has failed with it, and keeps its result. */
  judge?(result: unknown): GoferryError | undefined
  /** Whether an error may pass, so that another attempt is worth it. */
  isTransient?(error: GoferryError): boolean
  /**
   * Does the work; gives plain JSON, or `afterChildren`. Ends with `interrupted` at its next whole step when the signal
   * of `task` is aborted, with what it has done kept: the next attempt goes on from there.
   */
  run(argument: unknown, task: JobTask): Promise<unknown>
}

/** What a kind's `run` gives to be called again when the children that it submitted have ended. */
export const afterChildren: unique symbol = Symbol('after children')

/** What a running job has to do with. */
export interface JobTask extends Watch {
  readonly job: Job
  /** Adds a job that this one waits for. The idempotency key makes it one, however often this one is begun again. */
  submit(child: ChildJob): Promise<Job>
  /** Its children, the oldest first. */
  children(): Promise<Job[]>
}

/** A job that another waits for. */
export interface ChildJob {
  readonly kind: string
  readonly argument: unknown
  /** Tells it from the other children of the same job. */
  readonly name: string
}

/** The kinds of a node, by name. */
export type JobKinds = Readonly<Record<string, JobKind>>

/** What jobs need of the node. */
export interface JobsWorld {
  readonly queue: JobQueue
  readonly kinds: JobKinds
  /** The node's name: jobs that only it may run carry it. */
  readonly node: string
  readonly bell: Bell
}

/** What running them needs besides. */
export interface RunnerWorld extends JobsWorld {
  /** A text that no other process gives: who runs a job. */
  readonly worker: string
  readonly journal: Journal
  /** Texts that nobody can guess. */
  newToken(): string
  /** From 0 up to 1, not to be foreseen. */
  chance(): number
  readonly times: RunnerTimes
  /** Told of each attempt that has ended here. */
  attemptEnded(report: AttemptReport): void
}

/** An attempt that has ended: the state that the job came into, or `lost` where another has the job now. */
export interface AttemptReport {
  readonly kind: string
  readonly state: JobState | 'lost'
  /** From when the job could have begun until it did; undefined but for the first attempt. */
  readonly waitedMs: number | undefined
  readonly ranMs: number
}

/** How often a runner does things, in milliseconds. */
export interface RunnerTimes {
  /** How long a job stays with a worker of which nothing is heard. */
  readonly leaseMs: number
  /** How often what a job tells is written. */
  readonly flushMs: number
  /** How often the queue is looked at where nothing rings: for what other processes did, and what is due. */
  readonly pollMs: number
}

/** The times of a node. */
export const nodeTimes: RunnerTimes = { leaseMs: 30_000, flushMs: 250, pollMs: 1000 }

/** The most that a job may take or give, as JSON text. */
export const limits = {
  /** The longest argument is the list of all modules of a go.sum. */
  argumentBytes: 16 << 20,
  resultBytes: 4 << 20,
  noteBytes: 64 << 10,
  /** Items of one attempt that are kept: what a job tells beyond is counted. */
  items: 100_000,
  /** Notes that wait to be written: whoever tells more waits too. */
  waitingNotes: 1000,
} as const
