import { Worker } from 'node:worker_threads'
import { fromWire } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import { formatBytes } from '../../core/quantity.ts'
import { type Job, type Reply, subjectOf } from './job.ts'

/** How many threads and jobs a pool may have. */
export interface PoolSize {
  /** Threads at most; each starts when it is first needed, and takes one job at a time. */
  readonly threads: number
  /** Jobs that may wait for a thread. */
  readonly waiting: number
  /** How long a thread without a job is kept, in milliseconds; ten seconds where it is not given. */
  readonly idleMs?: number
  /** How long one job may take, in milliseconds; ten minutes where it is not given. */
  readonly timeMs?: number
}

/** Of zips up to 500 MiB none takes a minute; one that was made to take for ever is to end. */
const longestMs = 600_000

interface Task {
  readonly job: Job
  readonly resolve: (value: unknown) => void
  readonly reject: (error: GoferryError) => void
  /** Set when its thread was ended since it took too long. */
  isOverdue?: boolean
}

/** Runs jobs on worker threads in the order in which they came. A thread that dies takes only its own job with it. */
export class WorkerPool {
  readonly #entry: URL
  readonly #size: PoolSize
  readonly #idle: Worker[] = []
  /** When a thread is to end: a busy one that takes too long, an idle one that keeps the memory of its largest job. */
  readonly #ends = new Map<Worker, NodeJS.Timeout>()
  readonly #busy = new Map<Worker, Task>()
  readonly #waiting: Task[] = []
  #closed = false

  /** `entry` is the worker's file: it answers each `Job` with one `Reply`. */
  constructor(entry: URL, size: PoolSize) {
    this.#entry = entry
    this.#size = size
  }

  /** How many threads there are now. */
  get threads(): number {
    return this.#idle.length + this.#busy.size
  }

  /** The value that a thread gives for `job`. Throws the error that it gives, `busy`, `stopping` or `internal`. */
  run(job: Job): Promise<unknown> {
    const subject = subjectOf(job)
    if (this.#closed) return Promise.reject(new GoferryError('stopping', { subject }))
    if (!this.#hasRoom() && this.#waiting.length >= this.#size.waiting)
      return Promise.reject(new GoferryError('busy', { subject }))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject })
      this.#next()
    })
  }

  /** Ends all threads; what runs or waits fails with `stopping`. */
  async close(): Promise<void> {
    this.#closed = true
    const workers = [...this.#idle.splice(0), ...this.#busy.keys()]
    const tasks = [...this.#busy.values(), ...this.#waiting.splice(0)]
    this.#busy.clear()
    for (const { job, reject } of tasks) reject(new GoferryError('stopping', { subject: subjectOf(job) }))
    await Promise.all(workers.map(worker => worker.terminate()))
  }

  /** Gives the next waiting job to a thread, if one is free or may be started. */
  #next(): void {
    if (!this.#hasRoom()) return
    const task = this.#waiting.shift()
    if (!task) return
    const worker = this.#idle.pop() ?? this.#start()
    clearTimeout(this.#ends.get(worker))
    this.#busy.set(worker, task)
    this.#ends.set(
      worker,
      setTimeout(() => this.#cut(worker, task), this.#size.timeMs ?? longestMs),
    )
    worker.ref()
    worker.postMessage(task.job)
  }

  /** Idle threads and free places for threads: each busy one takes one away. */
  #hasRoom(): boolean {
    return this.#busy.size < this.#size.threads
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { execArgv: [], resourceLimits })
    worker.on('message', (reply: Reply) => this.#finish(worker, reply))
    worker.on('error', cause => this.#bury(worker, cause))
    worker.on('exit', code => this.#bury(worker, `exit code ${code}`))
    return worker
  }

  #finish(worker: Worker, reply: Reply): void {
    const task = this.#busy.get(worker)
    if (!task) return
    this.#busy.delete(worker)
    clearTimeout(this.#ends.get(worker))
    worker.unref() // an idle thread does not keep the process alive
    this.#idle.push(worker)
    this.#ends.set(worker, setTimeout(() => this.#retire(worker), this.#size.idleMs ?? 10_000).unref())
    if ('error' in reply) task.reject(fromWire(reply.error, { cause: reply.cause }))
    else task.resolve(reply.value)
    this.#next()
  }

  /** Ends a thread whose job took too long: `exit` follows. */
  #cut(worker: Worker, task: Task): void {
    task.isOverdue = true
    void worker.terminate()
  }

  /** Ends a thread that nobody needed for a while: from here on it gets no job. */
  #retire(worker: Worker): void {
    const at = this.#idle.indexOf(worker)
    if (at < 0) return
    this.#idle.splice(at, 1)
    void worker.terminate()
  }

  #bury(worker: Worker, cause: unknown): void {
    clearTimeout(this.#ends.get(worker))
    this.#ends.delete(worker)
    const at = this.#idle.indexOf(worker)
    if (at >= 0) this.#idle.splice(at, 1)
    const task = this.#busy.get(worker)
    this.#busy.delete(worker)
    task?.reject(this.#deathOf(task, cause))
    this.#next()
  }

  #deathOf({ job, isOverdue }: Task, cause: unknown): GoferryError {
    const subject = subjectOf(job)
    const seconds = (this.#size.timeMs ?? longestMs) / 1000
    if (isOverdue) return new GoferryError('job-ended', { subject, reason: 'job-time', params: { seconds } })
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
    const limit = formatBytes(resourceLimits.maxOldGenerationSizeMb << 20)
    if (isFull) return new GoferryError('job-ended', { subject, reason: 'job-memory', params: { limit } })
    return new GoferryError('internal', { subject, cause })
  }
}

/**
 * What core/zip holds at once is bounded well below: the first stops a mistake before it takes the process down. With
 * the second, what was read of a zip is given back sooner.
 */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 12 }
