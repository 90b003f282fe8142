import { isGoferryError } from '../../core/errors.ts'
import type { JobQueue } from '../../ports/job-queue.ts'

/** Runs work with the room that is kept for when there is no other. */
export type Spent = <T>(work: () => Promise<T>) => Promise<T>

/** What `work` gives; where the disk is full, it is run once more in the room that is kept. Throws what `work` does. */
export async function withRoom<T>(spent: Spent, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isGoferryError(error, 'no-space')) throw error
    return spent(work)
  }
}

/** `queue` on a disk that may be full: a job that is to make room must itself be kept, taken and ended. */
export function queueWithRoom(queue: JobQueue, spent: Spent): JobQueue {
  return {
    now: () => queue.now(),
    submit: job => withRoom(spent, () => queue.submit(job)),
    take: taker => withRoom(spent, () => queue.take(taker)),
    report: (lease, leaseMs, told) => withRoom(spent, () => queue.report(lease, leaseMs, told)),
    end: (lease, ending, told) => withRoom(spent, () => queue.end(lease, ending, told)),
    reclaim: (pauseMs, dead) => withRoom(spent, () => queue.reclaim(pauseMs, dead)),
    ask: (number, wish) => withRoom(spent, () => queue.ask(number, wish)),
    prune: rules => withRoom(spent, () => queue.prune(rules)),
    get: number => queue.get(number),
    list: filter => queue.list(filter),
    lines: (number, after, limit) => queue.lines(number, after, limit),
    counts: states => queue.counts(states),
    ahead: job => queue.ahead(job),
    close: () => queue.close(),
  }
}
