import { Worker } from 'node:worker_threads'
import { fromWire } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import { type Job, type Reply, subjectOf } from './job.ts'

/** How many threads and jobs a pool may have. */
export interface PoolSize {
  /** Threads at most; each starts when it is first needed, and takes one job at a time. */
  readonly threads: number
  /** Jobs that may wait for a thread. */
  readonly waiting: number
  /** How long a thread without a job is kept, in milliseconds; ten seconds where it is not given. */
  readonly idleMs?: number
}

interface Task {
  readonly job: Job
  readonly resolve: (value: unknown) => void
  readonly reject: (error: GoferryError) => void
}

/** Runs jobs on worker threads in the order in which they came. A thread that dies takes only its own job with it. */
export class WorkerPool {
  readonly #entry: URL
  readonly #size: PoolSize
  readonly #idle: Worker[] = []
  /** When an idle thread is to end: it would keep the memory of its largest job for ever. */
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
    worker.unref() // an idle thread does not keep the process alive
    this.#idle.push(worker)
    this.#ends.set(worker, setTimeout(() => this.#retire(worker), this.#size.idleMs ?? 10_000).unref())
    if ('error' in reply) task.reject(fromWire(reply.error, { cause: reply.cause }))
    else task.resolve(reply.value)
    this.#next()
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
    task?.reject(new GoferryError('internal', { subject: subjectOf(task.job), cause }))
    this.#next()
  }
}

/**
 * What core/zip holds at once is bounded well below: the first stops a mistake before it takes the process down. With
 * the second, what was read of a zip is given back sooner.
 */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 12 }
