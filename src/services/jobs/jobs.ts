import { GoferryError } from '../../core/errors.ts'
import { isEnded, type Job, type JobLine } from '../../core/jobs/job.ts'
import { checkPriority, type JobWish } from '../../core/jobs/transitions.ts'
import type { JobFilter } from '../../ports/job-queue.ts'
import { type JobsWorld, limits } from './world.ts'

/** What is to be done, and how. */
export interface JobRequest {
  readonly kind: string
  readonly argument: unknown
  readonly priority?: number | undefined
  /** Another request of the kind with the same key gives the same job. */
  readonly idempotencyKey?: string | undefined
  /** Whether it gives another one where that has ended. */
  readonly renews?: boolean
  /** Whether only this node may run it. */
  readonly isOfNode: boolean
  readonly parent?: number | undefined
  /** Milliseconds from now on during which it is not begun. */
  readonly inMs?: number | undefined
}

/** The jobs of a node, as whoever wants something of them sees them: to submit, to look at, to order and to stop. */
export class Jobs {
  readonly #world: JobsWorld

  constructor(world: JobsWorld) {
    this.#world = world
  }

  /**
   * Adds a job, durable on return. Throws `usage` for an unknown kind, an argument that the kind does not take, a
   * priority out of bounds; `too-large`; `absent` for an unknown parent; what the queue throws.
   */
  async submit(request: JobRequest): Promise<{ readonly job: Job; readonly isNew: boolean }> {
    const { queue, kinds, node, bell } = this.#world
    const { kind: name, argument, priority = 0, inMs = 0, isOfNode, idempotencyKey, ...rest } = request
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind === undefined) throw new GoferryError('usage', { subject: name, reason: 'job-kind' })
    checkPriority(name, priority)
    checkSize(name, argument)
    kind.check?.(argument)
    const submitted = await queue.submit({
      ...rest,
      kind: name,
      argument,
      // Kinds do not get in each other's way.
      idempotencyKey: idempotencyKey && `${name} ${idempotencyKey}`,
      priority,
      maxAttempts: kind.maxAttempts,
      notBefore: inMs > 0 ? queue.now() + inMs : 0,
      key: kind.key?.(argument),
      ...(isOfNode && { node }),
    })
    bell.work(submitted.job.number)
    return submitted
  }

  /**
   * Asks something of a job; a `cancel` is asked of its children too. Gives the job as it is then: one that runs ends,
   * or pauses, at its next whole step. Throws `absent`, `usage` where it can't be had, and what the queue throws.
   */
  async ask(number: number, wish: JobWish): Promise<Job> {
    const { queue, bell } = this.#world
    const job = await queue.ask(number, wish)
    if (wish.wish === 'cancel') {
      const children = await queue.list({ parent: number, states: ['queued', 'running'], limit: maxChildren })
      for (const child of children) await this.ask(child.number, wish)
    }
    bell.work(number)
    return job
  }

  /** The job. Throws `absent` where none of that number is kept. */
  async get(number: number): Promise<Job> {
    const job = await this.#world.queue.get(number)
    if (job === undefined) throw new GoferryError('absent', { subject: String(number), reason: 'job-absent' })
    return job
  }

  /** Jobs, the newest first. */
  list(filter: JobFilter): Promise<Job[]> {
    return this.#world.queue.list(filter)
  }

  /** The lines of the record of job `number` after line `after`, the oldest first. */
  lines(number: number, after: number, limit: number): Promise<JobLine[]> {
    return this.#world.queue.lines(number, after, limit)
  }

  /** How many jobs go before `job`, which waits. */
  ahead(job: Job): Promise<number> {
    return this.#world.queue.ahead(job)
  }

  /**
   * What happens to job `number` from line `after` of its record on: each line once, and the job as often as there is
   * news of it, last as it is when it has ended. Who was cut off asks again from the last line that they have. Ends
   * after `signal` too. Throws `absent`, and `no-space` where it has ended here and there is no room to write how.
   */
  async *follow(number: number, after: number, signal: AbortSignal): AsyncGenerator<JobEvent> {
    const { queue, bell } = this.#world
    let seen = ''
    let last = after
    while (!signal.aborted) {
      // The job first: of one that has ended, all lines are there.
      const job = await this.get(number)
      const lines = await queue.lines(number, last, pageOfLines)
      for (const line of lines) yield { line }
      last = lines.at(-1)?.number ?? last
      const now = JSON.stringify(job)
      if (now !== seen && lines.length < pageOfLines) {
        seen = now
        yield { job }
      }
      if (lines.length === pageOfLines) continue
      if (isEnded(job)) return
      const why = bell.whyStuck(job)
      if (why !== undefined) throw why
      await bell.wait(number, followMs, signal)
    }
  }
}

/** What happened to a job that is followed. */
export type JobEvent = { readonly line: JobLine } | { readonly job: Job }

const maxChildren = 10_000
const pageOfLines = 500
/** How often a job is looked at that another process runs. */
const followMs = 500

function checkSize(subject: string, argument: unknown): void {
  if (JSON.stringify(argument ?? null).length > limits.argumentBytes) throw new GoferryError('too-large', { subject })
}
