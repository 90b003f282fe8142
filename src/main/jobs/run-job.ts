import { createHash } from 'node:crypto'
import { fromWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { isEnded, type Job } from '../../core/jobs/job.ts'
import type { ControlWatch } from '../../http/control-server.ts'
import type { Watch } from '../../ports/watch.ts'
import type { JobEvent } from '../../services/jobs/jobs.ts'
import { withoutSecrets } from './chain-secrets.ts'
import type { JobCall } from './job-handlers.ts'

/** Calls one of the job handlers, in the node that runs or in this process; see `jobHandlers`. */
export type CallJobs = (name: JobCall, argument: unknown, watch?: ControlWatch) => Promise<unknown>

/**
 * Has the work `kind` done as a job, and shows it to `watch` until it has ended; gives what it gives. Where the same is
 * under way already, shows that instead. The signal of `watch` cancels what was begun here, and with `owns` (no node
 * runs, so that this process does the work) also what was there. Throws what the job failed
 * with, `interrupted` where it was cancelled, and what calling throws.
 */
export async function runJob(
  call: CallJobs,
  kind: string,
  argument: unknown,
  watch: Watch,
  { owns = false } = {},
): Promise<unknown> {
  const request = { kind, argument, idempotencyKey: digestOf(argument), renews: true }
  const { job, isNew } = (await call('job-submit', request)) as { readonly job: Job; readonly isNew: boolean }
  if (!isNew) watch.joins?.(job.number)
  const ended = await followJob(call, job.number, watch, { cancels: isNew || owns })
  // What was not done of it is in what it gives: the command says that in its own words.
  if (ended.state === 'failed' && ended.result !== undefined) return ended.result
  if (ended.state === 'failed' && ended.error !== undefined) throw fromWire(ended.error)
  if (ended.state !== 'succeeded') throw new GoferryError('interrupted', { subject: kind })
  return ended.result
}

/**
 * Shows job `number` to `watch` until it has ended, and gives it then. The signal of `watch` ends the job where that is
 * wanted, else only the showing. Throws `interrupted` for the latter, `io-failed` where the node ends meanwhile.
 */
export async function followJob(
  call: CallJobs,
  number: number,
  watch: Watch,
  { cancels, after = 0 }: { readonly cancels: boolean; readonly after?: number },
): Promise<Job> {
  const shown = new Shown(call, watch)
  const gone = new AbortController()
  let refused: unknown
  const leave = () => {
    if (!cancels) return gone.abort()
    call('job-ask', { number, wish: 'cancel' }).catch(error => {
      // Nobody is to wait for the end of what cannot be asked to end.
      refused ??= error
      gone.abort()
    })
  }
  watch.signal.addEventListener('abort', leave)
  if (watch.signal.aborted) leave()
  try {
    const follower = { signal: gone.signal, progress: () => undefined, tell: async () => undefined, send: shown.event }
    await call('job-follow', { number, after }, follower)
  } catch (cause) {
    if (refused !== undefined) throw refused
    if (gone.signal.aborted) throw left(number, cause)
    if (isGoferryError(cause, 'io-failed')) throw nodeEnded(number, cause)
    // The database is away: the job is not.
    if (isGoferryError(cause, 'database-unreachable', 'no-space')) watch.leaves?.(number)
    throw cause
  } finally {
    watch.signal.removeEventListener('abort', leave)
    shown.close()
  }
  if (refused !== undefined) throw refused
  if (gone.signal.aborted) throw left(number)
  if (shown.job !== undefined && isEnded(shown.job)) return shown.job
  throw nodeEnded(number)
}

/** Somebody left who only looked. */
function left(number: number, cause?: unknown): GoferryError {
  return new GoferryError('interrupted', {
    subject: `job watch ${number}`,
    reason: 'job-goes-on',
    params: { number },
    cause,
  })
}

function nodeEnded(number: number, cause?: unknown): GoferryError {
  return new GoferryError('io-failed', { subject: `${number}`, reason: 'job-node-ended', params: { number }, cause })
}

/** How long a job may wait before that is told. */
const patienceMs = 1000

/** The events of one job, as they are shown. */
class Shown {
  job: Job | undefined
  readonly #call: CallJobs
  readonly #watch: Watch
  #waiting: NodeJS.Timeout | undefined

  constructor(call: CallJobs, watch: Watch) {
    this.#call = call
    this.#watch = watch
  }

  /** Shows one of them. */
  readonly event = async (event: object): Promise<void> => {
    const happened = event as JobEvent
    if ('line' in happened) {
      const { note } = happened.line
      if (note.type === 'item') await this.#watch.tell(note.item)
      return
    }
    this.job = happened.job
    const { number, state, progress } = happened.job
    if (progress !== undefined && state === 'running') this.#watch.progress(progress)
    this.close()
    if (state === 'queued') this.#waiting = setTimeout(() => this.#tellWaiting(number), patienceMs)
  }

  /** Nothing more is shown. */
  close(): void {
    clearTimeout(this.#waiting)
  }

  async #tellWaiting(number: number): Promise<void> {
    try {
      const { job, ahead } = (await this.#call('job-show', { number })) as {
        readonly job: Job
        readonly ahead?: number
      }
      if (ahead !== undefined && !job.isPaused && job.started === undefined) this.#watch.waits?.(number, ahead)
    } catch {
      // How long it still waits is told the next time.
    }
  }
}

/** The same work has the same key. */
function digestOf(argument: unknown): string {
  const { upstream, ...rest } = (argument ?? {}) as { readonly upstream?: unknown }
  const shown = typeof upstream === 'string' ? { ...rest, upstream: withoutSecrets(upstream) } : argument
  return createHash('sha256')
    .update(JSON.stringify(shown) ?? '')
    .digest('hex')
}
