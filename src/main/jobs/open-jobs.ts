import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { JobQueue } from '../../ports/job-queue.ts'
import type { Journal } from '../../ports/journal.ts'
import { Bell } from '../../services/jobs/bell.ts'
import { Jobs } from '../../services/jobs/jobs.ts'
import { Runner, type RunnerScope } from '../../services/jobs/runner.ts'
import { type JobKinds, nodeTimes, type RunnerWorld } from '../../services/jobs/world.ts'

/** The name by which the queue knows the one node whose log and tree it serves. */
export const ownNode = 'node'

/** What opening the jobs of a process takes. */
export interface OpenJobsParts {
  readonly queue: JobQueue
  readonly kinds: JobKinds
  /** Whose gate the jobs of this process pass: the node's, or that of a process beside it. */
  readonly node: string
  readonly journal: Journal
  /** Told of each attempt that has ended in this process. */
  readonly attemptEnded?: RunnerWorld['attemptEnded']
}

/** The jobs of a process: to ask for, and to run. */
export interface OpenJobs {
  readonly jobs: Jobs
  /** Who runs them in this process. */
  newRunner(scope: RunnerScope): Runner
}

/** The jobs of the queue of `parts`; nothing is begun yet. */
export function openJobs({ queue, kinds, node, journal, attemptEnded = () => undefined }: OpenJobsParts): OpenJobs {
  const bell = new Bell()
  const world = { queue, kinds, node, bell }
  const worker = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
  const means = { newToken: randomUUID, chance: Math.random, times: nodeTimes }
  const running = { ...world, ...means, worker, journal, attemptEnded }
  return { jobs: new Jobs(world), newRunner: scope => new Runner(running, scope) }
}
