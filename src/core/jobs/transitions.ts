import { toWire, type WireError } from '../error-wire.ts'
import { GoferryError } from '../errors.ts'
import { isEnded, type Job, type JobNote, PRIORITIES } from './job.ts'

/** What a job becomes, and what its record says of it. */
export interface Transition {
  readonly change: Partial<Job>
  readonly note: JobNote
}

/** What may be asked of a job from outside. */
export type JobWish =
  | { readonly wish: 'cancel' | 'pause' | 'resume' | 'retry' }
  | { readonly wish: 'priority'; readonly priority: number }

/** How an attempt came to its end. */
export type Ending =
  | { readonly state: 'succeeded'; readonly result: unknown }
  /** With what it gave, where it came to its end and did not do all. */
  | { readonly state: 'failed'; readonly error: WireError; readonly result?: unknown }
  | { readonly state: 'cancelled' }
  /**
   * It goes back to the queue: to be tried again after an error, or given back by a worker that stops or was asked to.
   */
  | {
      readonly state: 'queued'
      readonly notBefore: number
      readonly error?: WireError
      /** Whether the attempt was none: the worker gave the job back, and nothing was wrong with it. */
      readonly isGivenBack: boolean
      readonly isPaused: boolean
    }

/** `job` is taken up by `worker`. */
export function takenUp(job: Job, worker: string, now: number): Transition {
  return {
    change: {
      state: 'running',
      worker,
      attempts: job.attempts + 1,
      started: now,
      wish: undefined,
      progress: undefined,
      error: undefined,
    },
    note: { type: 'state', state: 'running', worker },
  }
}

/** The attempt at `job` has ended. */
export function attemptEnded(job: Pick<Job, 'attempts'>, ending: Ending, now: number): Transition {
  const { state } = ending
  if (state === 'queued') {
    const { notBefore, error, isGivenBack, isPaused } = ending
    const attempts = job.attempts - (isGivenBack ? 1 : 0)
    return {
      change: { state, notBefore, attempts, error, isPaused, wish: undefined },
      note: { type: 'state', state, ...(error && { error }) },
    }
  }
  const end = { state, ended: now, wish: undefined }
  if (state === 'succeeded') return { change: { ...end, result: ending.result }, note: { type: 'state', state } }
  if (state === 'cancelled') return { change: end, note: { type: 'state', state } }
  const gave = 'result' in ending ? { result: ending.result } : {}
  return { change: { ...end, ...gave, error: ending.error }, note: { type: 'state', state, error: ending.error } }
}

/** Nothing was heard of the worker of `job`: it is taken to be dead. What was asked of the job is done. */
export function workerLost(job: Job, notBefore: number, now: number): Transition {
  if (job.wish === 'cancel') return attemptEnded(job, { state: 'cancelled' }, now)
  const params = { attempts: job.attempts }
  const error = toWire(new GoferryError('job-ended', { subject: nameOf(job), reason: 'job-lost', params }))
  if (job.attempts >= job.maxAttempts) return attemptEnded(job, { state: 'failed', error }, now)
  const isPaused = job.wish === 'pause'
  return attemptEnded(job, { state: 'queued', notBefore, error, isGivenBack: false, isPaused }, now)
}

/** What `asked` makes of `job`; undefined where it is so already. Throws `usage` where it can't be had. */
export function wished(job: Job, asked: JobWish, now: number): Transition | undefined {
  const note: JobNote = { type: 'wish', wish: asked.wish }
  if (asked.wish === 'priority') return reordered(job, asked.priority)
  if (asked.wish === 'retry') return again(job, note)
  if (isEnded(job)) {
    if (asked.wish === 'cancel') return undefined
    throw refusal(job, 'job-is-ended')
  }
  if (asked.wish === 'resume') {
    if (!job.isPaused && job.wish !== 'pause') return undefined
    return { change: { isPaused: false, ...(job.wish === 'pause' && { wish: undefined }) }, note }
  }
  if (job.state === 'running')
    return job.wish === undefined ? { change: { wish: asked.wish }, note } : stronger(job, asked)
  if (asked.wish === 'cancel') return attemptEnded(job, { state: 'cancelled' }, now)
  return job.isPaused ? undefined : { change: { isPaused: true }, note }
}

/** Who was to pause may still be cancelled. */
function stronger(job: Job, { wish }: JobWish): Transition | undefined {
  if (job.wish === wish || wish !== 'cancel') return undefined
  return { change: { wish }, note: { type: 'wish', wish } }
}

function reordered(job: Job, priority: number): Transition | undefined {
  checkPriority(job.kind, priority)
  if (isEnded(job)) throw refusal(job, 'job-is-ended')
  return priority === job.priority
    ? undefined
    : { change: { priority }, note: { type: 'wish', wish: `priority ${priority}` } }
}

function again(job: Job, note: JobNote): Transition | undefined {
  if (job.state === 'succeeded') throw refusal(job, 'job-succeeded')
  if (!isEnded(job)) return undefined
  const change = {
    state: 'queued',
    attempts: 0,
    notBefore: 0,
    ended: undefined,
    isPaused: false,
    result: undefined,
  } as const
  return { change, note }
}

/** Throws `usage` for what is no priority. */
export function checkPriority(subject: string, priority: number): void {
  const { lowest, highest } = PRIORITIES
  if (Number.isInteger(priority) && priority >= lowest && priority <= highest) return
  throw new GoferryError('usage', { subject, reason: 'job-priority', params: { lowest, highest } })
}

function refusal(job: Job, reason: 'job-is-ended' | 'job-succeeded'): GoferryError {
  return new GoferryError('usage', { subject: nameOf(job), reason, params: { state: job.state } })
}

/** A job as messages name it: `task 17 (add)`. */
export function nameOf({ number, kind }: Pick<Job, 'number' | 'kind'>): string {
  return `${number} (${kind})`
}
