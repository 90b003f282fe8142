import type { WireError } from '../error-wire.ts'

/** Where a job is: it waits, it runs, or it has ended in one of three ways. */
export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const

/** One of the states of a job. */
export type JobState = (typeof JOB_STATES)[number]

/** The states that a job does not leave by itself. */
export const ENDED_STATES = ['succeeded', 'failed', 'cancelled'] as const satisfies readonly JobState[]

/** What priority may be: the higher goes first, and of two that are equal the older. */
export const PRIORITIES = { lowest: -100, highest: 100 } as const

/**
 * A piece of work that is kept until it has ended, and for a while after that. Times are milliseconds since 1970 UTC.
 */
export interface Job {
  /** Its name: numbers grow in the order of submission, so that they are its age too. */
  readonly number: number
  /** What is to be done: the name of one of the node's kinds of work. */
  readonly kind: string
  /** Plain JSON; each kind has a form of its own. Never a secret. */
  readonly argument: unknown
  readonly priority: number
  /** Jobs of one key run one after the other. */
  readonly key: string | undefined
  /** Of the jobs that are kept no two have the same. */
  readonly idempotencyKey: string | undefined
  /** The one node that may run it; undefined for any that knows the kind. */
  readonly node: string | undefined
  /** The job that waits until this one has ended. */
  readonly parent: number | undefined
  readonly state: JobState
  /** Whether it stays queued until it is resumed. */
  readonly isPaused: boolean
  /** What was asked of the worker that runs it and is not yet done. */
  readonly wish: 'cancel' | 'pause' | undefined
  /** How often a worker took it up; one that gave it back unasked does not count. */
  readonly attempts: number
  readonly maxAttempts: number
  /** Not taken before this time. */
  readonly notBefore: number
  readonly submitted: number
  /** When the newest attempt began. */
  readonly started: number | undefined
  readonly ended: number | undefined
  /** Who runs it, or ran it last. */
  readonly worker: string | undefined
  readonly progress: JobProgress | undefined
  /** What it gave, when it succeeded: plain JSON. */
  readonly result: unknown
  /** Why it failed, or why its last attempt did. */
  readonly error: WireError | undefined
}

/** How far a job is. */
export interface JobProgress {
  readonly done: number
  /** Undefined while it is not known. */
  readonly total: number | undefined
  /** What is counted: `modules`, `files`. */
  readonly unit: string
  readonly bytes: number
  readonly totalBytes: number | undefined
  /** What is at hand. */
  readonly at: string
  /** Units a second in the last seconds. */
  readonly rate: number
  /** Bytes a second in the last seconds. */
  readonly byteRate: number
  /** Seconds that are left at that rate; undefined where that says nothing. */
  readonly secondsLeft: number | undefined
}

/** What a line of a job's record says. */
export type JobNote =
  /** It came into `state`, and by whom or why. */
  | { readonly type: 'state'; readonly state: JobState; readonly worker?: string; readonly error?: WireError }
  /** It was paused, resumed, asked to end, or given another priority. */
  | { readonly type: 'wish'; readonly wish: string }
  /** One piece of what it did or found, as it goes to the terminal. */
  | { readonly type: 'item'; readonly item: JobItem }
  /** So many items came after the last one that is kept. */
  | { readonly type: 'dropped'; readonly items: number }

/** One thing that a job did or found: plain JSON. */
export interface JobItem {
  readonly subject: string
  readonly outcome: string
  readonly error?: WireError
  readonly [field: string]: unknown
}

/** A line of the record of a job: what happened to it and what it told, in order. */
export interface JobLine {
  /** From 1, without gaps. */
  readonly number: number
  readonly at: number
  readonly note: JobNote
}

/** Whether `job` has ended. */
export function isEnded({ state }: Pick<Job, 'state'>): boolean {
  return (ENDED_STATES as readonly JobState[]).includes(state)
}
