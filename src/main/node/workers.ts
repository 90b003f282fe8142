import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { AggregatorRegistry } from 'prom-client'
import { GoferryError } from '../../core/errors.ts'
import type { Journal } from '../../ports/journal.ts'
import { answerCalls, type Handlers, makeCaller } from './calls.ts'
import { channelToWorker } from './process-channel.ts'
import type { WorkerTask } from './worker.ts'

/** A worker that ends is replaced; so many in a minute mean that it will not live. */
const MAX_RESTARTS_A_MINUTE = 10

/** A worker process and the way to call it. */
interface Running {
  readonly worker: Worker
  readonly call: ReturnType<typeof makeCaller>
}

/** The worker processes of a node, kept at their number until `stop`. */
export class Workers {
  #task: WorkerTask
  readonly #handlers: Handlers
  readonly #journal: Journal
  readonly #running = new Set<Running>()
  readonly #restarts: number[] = []
  readonly #failed = Promise.withResolvers<never>()
  readonly #registry = new AggregatorRegistry()
  #stopping = false

  constructor(deps: { task: WorkerTask; handlers: Handlers; journal: Journal }) {
    this.#task = deps.task
    this.#handlers = deps.handlers
    this.#journal = deps.journal
    this.#failed.promise.catch(() => undefined)
    // Each worker accepts for itself: less work a connection than handing sockets over from here.
    cluster.schedulingPolicy = cluster.SCHED_NONE
    cluster.setupPrimary({
      exec: new URL('./worker-main.ts', import.meta.url).pathname,
      args: [],
      serialization: 'advanced',
    })
  }

  /** Starts `count` workers. Throws what listening throws. */
  async start(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#startOne()))
  }

  /** Rejects when workers end again and again. */
  get failed(): Promise<never> {
    return this.#failed.promise
  }

  /** Tells every worker something that it handles; what it answers is not awaited. */
  tell(name: string, ...args: readonly unknown[]): void {
    for (const { call } of this.#running) call(name, ...args).catch(error => this.#note(error))
  }

  /** The metrics of all workers, added up, in Prometheus' text format. */
  metrics(): Promise<string> {
    return this.#registry.clusterMetrics()
  }

  /** Goes on with another task: new workers first, then the old ones finish their requests within `graceMs`. */
  async renew(task: WorkerTask, graceMs: number): Promise<void> {
    this.#task = task
    const old = [...this.#running]
    await Promise.all(old.map(() => this.#startOne()))
    await Promise.all(old.map(running => this.#stopOne(running, graceMs)))
  }

  /** Lets every worker finish its requests within `graceMs`, and waits until all have ended. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true
    await Promise.all([...this.#running].map(running => this.#stopOne(running, graceMs)))
  }

  async #stopOne(running: Running, graceMs: number): Promise<void> {
    this.#running.delete(running)
    const ended = once(running.worker, 'exit')
    running.call('stop', graceMs).catch(error => this.#note(error))
    const deadline = setTimeout(() => running.worker.process.kill('SIGKILL'), graceMs + 5000)
    await ended
    clearTimeout(deadline)
  }

  async #startOne(): Promise<void> {
    const worker = cluster.fork()
    const channel = channelToWorker(worker)
    const running = { worker, call: makeCaller(channel) }
    this.#running.add(running)
    answerCalls(channel, this.#handlers)
    const ended = once(worker, 'exit').then(() => {
      throw workerEnded()
    })
    ended.catch(() => undefined)
    try {
      await Promise.race([running.call('begin', this.#task), ended])
    } catch (error) {
      this.#running.delete(running)
      worker.process.kill('SIGKILL')
      throw error
    } finally {
      ended.catch(() => this.#replace(running))
    }
  }

  /**
   * A worker that ended unasked is replaced; one that never began, or
   * was told to stop, is not among the running ones any more.
   */
  #replace(ended: Running): void {
    if (this.#running.delete(ended)) this.#restart()
  }

  /** Starts another one, again and again while that fails, within bounds. */
  #restart(): void {
    if (this.#stopping) return
    const minuteAgo = performance.now() - 60_000
    this.#restarts.push(performance.now())
    const recent = this.#restarts.filter(at => at > minuteAgo).length
    this.#journal.error('worker-ended', { recent })
    if (recent > MAX_RESTARTS_A_MINUTE) {
      this.#failed.reject(workerEnded())
      return
    }
    this.#startOne().catch(error => {
      this.#note(error)
      this.#restart()
    })
  }

  #note(error: unknown): void {
    if (!this.#stopping) this.#journal.warn('worker-call-failed', { error: String(error) })
  }
}

function workerEnded(): GoferryError {
  return new GoferryError('internal', { subject: 'worker', reason: 'cli.up.why-worker' })
}
