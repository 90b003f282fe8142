import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe } from 'node:test'
import type { Job } from '../core/jobs/job.ts'
import type { JobQueue, Lease, NewJob, Taker, Told } from './job-queue.ts'
import { queueGates } from './job-queue-gates.conformance.ts'
import { queueHolding } from './job-queue-holding.conformance.ts'
import { queueKeeping } from './job-queue-keeping.conformance.ts'

/** What the suite works with: two ways to one queue, as two processes have them, whose time stands still until it is moved. */
export class QueueBench {
  readonly queue: JobQueue
  readonly other: JobQueue
  readonly time: { now: number }
  #tokens = 0

  constructor(queues: { readonly queue: JobQueue; readonly other: JobQueue }, time: { now: number }) {
    this.queue = queues.queue
    this.other = queues.other
    this.time = time
  }

  /** Adds a job and gives its number. */
  async add(more: Partial<NewJob> = {}): Promise<number> {
    const plain = { kind: 'work', argument: null, priority: 0, maxAttempts: 3, notBefore: 0 }
    return (await this.queue.submit({ ...plain, ...more })).job.number
  }

  /** Takes what is next, as a worker that knows the kinds `work` and `rest`. */
  async take(more: Partial<Taker> = {}, queue = this.queue): Promise<(Job & Lease) | undefined> {
    const token = `token ${++this.#tokens}`
    const plain = { worker: 'worker-1', node: 'node-1', leaseMs: 1000, limits: { work: 100, rest: 100 }, places: 100 }
    const job = await queue.take({ ...plain, token, ...more })
    return job && { ...job, token }
  }

  /** Takes what is next, which must be there. */
  async taken(more: Partial<Taker> = {}): Promise<Job & Lease> {
    const job = await this.take(more)
    assert.ok(job)
    return job
  }

  /** The numbers of what is taken, until nothing is left; nothing of it is ended. */
  async takeAll(more: Partial<Taker> = {}): Promise<number[]> {
    const numbers = []
    for (let job = await this.take(more); job !== undefined; job = await this.take(more)) numbers.push(job.number)
    return numbers
  }

  /** The job `number`, which must be there. */
  async job(number: number): Promise<Job> {
    const job = await this.other.get(number)
    assert.ok(job)
    return job
  }
}

/** Nothing told. */
export const nothing: Told = { progress: undefined, before: 0, notes: [] }

/** Holds an adapter to the contract of `JobQueue`. `open` gives two ways to a new queue whose clock is `time`. */
export function jobQueueConformance(
  name: string,
  open: (time: { now(): number }) => Promise<{ readonly queue: JobQueue; readonly other: JobQueue }>,
): void {
  describe(`job queue: ${name}`, () => {
    let bench: QueueBench
    beforeEach(async () => {
      const time = { now: 1_000_000 }
      bench = new QueueBench(await open({ now: () => time.now }), time)
    })
    afterEach(async () => {
      await bench.queue.close()
      await bench.other.close()
    })
    queueKeeping(() => bench)
    queueGates(() => bench)
    queueHolding(() => bench)
  })
}
