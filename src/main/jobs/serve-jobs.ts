import { GoferryError } from '../../core/errors.ts'
import { parseAge } from '../../core/quantity.ts'
import type { ControlHandlers, ControlWatch } from '../../http/control-server.ts'
import type { Runner } from '../../services/jobs/runner.ts'
import { pullsAnything } from '../config/watch.ts'
import type { Writer } from '../node/writer.ts'
import { type JobCall, jobCalls } from './job-handlers.ts'
import { JobMetrics } from './job-metrics.ts'
import { type NodeJobs, openNodeJobs } from './node-jobs.ts'
import { Schedule } from './schedule.ts'

/** How long until the database of the jobs is tried again. */
const againMs = 5000

/** The jobs of a running node. Its database may be away: then the node serves without them, and tries again. */
export class ServedJobs {
  readonly #writer: Writer
  readonly #metrics = new JobMetrics()
  #open: { readonly jobs: NodeJobs; readonly runner: Runner } | undefined
  #opening: Promise<void> | undefined
  #failure: unknown
  #isStopping = false
  #again: NodeJS.Timeout | undefined
  #pulls: Schedule | undefined

  constructor(writer: Writer) {
    this.#writer = writer
  }

  /** Opens the queue and begins to run jobs. Does not throw: what went wrong is in the journal. */
  start(): Promise<void> {
    this.#opening ??= this.#tryOpen().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  /** The job handlers by their names, each of which throws `stopping`, or what the database threw, while it is away. */
  handlers(): ControlHandlers {
    return Object.fromEntries(jobCalls.map(name => [name, (argument, watch) => this.#call(name, argument, watch)]))
  }

  /** The metrics of the jobs; empty while their database is away. */
  async metrics(): Promise<string> {
    try {
      return this.#open === undefined ? '' : await this.#metrics.text(this.#open.jobs.queue)
    } catch {
      // Why it is away is in the journal: whoever runs jobs has asked too.
      return ''
    }
  }

  /** Gives the jobs back that run, so that the next start goes on with them. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#again)
    this.#pulls?.stop()
    await this.#opening
    await this.#open?.runner.stop()
  }

  /** Closes the queue, after `stop` and when nobody follows a job any more. */
  async close(): Promise<void> {
    await this.#open?.jobs.close()
  }

  async #call(name: JobCall, argument: unknown, watch: ControlWatch): Promise<unknown> {
    if (this.#open === undefined) await this.start()
    const handler = this.#open?.jobs.handlers[name]
    if (handler === undefined) throw this.#failure ?? new GoferryError('stopping', { subject: name })
    return handler(argument, watch)
  }

  /** Submits the pulls of the settings, each once, also where several processes or starts come upon one time. */
  #schedule(): void {
    const { mirror } = this.#writer.settings
    if (mirror?.at === undefined || !pullsAnything(mirror)) return
    const unwatched = { signal: new AbortController().signal, progress: () => undefined, tell: async () => undefined }
    const submit = (due: Date) =>
      this.#call(
        'job-submit',
        { kind: 'pull', argument: {}, idempotencyKey: due.toISOString() },
        { ...unwatched, send: async () => undefined },
      )
    this.#pulls = new Schedule(mirror.at, submit, this.#writer.journal)
    this.#pulls.start()
  }

  async #tryOpen(): Promise<void> {
    if (this.#open !== undefined || this.#isStopping) return
    try {
      const jobs = await openNodeJobs(this.#writer, this.#metrics.attemptEnded)
      const { jobs: places, jobHistory } = this.#writer.settings
      const historyMs = parseAge(jobHistory)
      const runner = jobs.newRunner({ places, ...(historyMs !== undefined && { historyMs }) })
      runner.start()
      this.#open = { jobs, runner }
      this.#schedule()
    } catch (error) {
      this.#failure = error
      this.#writer.journal.error('jobs-not-open', { error: String(error) })
      this.#again = setTimeout(() => void this.start(), againMs)
    }
  }
}
