import { once } from 'node:events'
import { hostname } from 'node:os'
import type { Job } from '../../core/jobs/job.ts'
import type { JobQueue } from '../../ports/job-queue.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Runner } from '../../services/jobs/runner.ts'
import type { JobKinds } from '../../services/jobs/world.ts'
import { workProcesses } from '../compose.ts'
import { ChainSecrets } from './chain-secrets.ts'
import { drillKinds } from './drill.ts'
import { jobHandlers } from './job-handlers.ts'
import { openJobs } from './open-jobs.ts'
import type { CallJobs } from './run-job.ts'

/** The queue of a node without its writer. */
export interface DirectJobs {
  readonly call: CallJobs
  /** As `call`, and runs here what is submitted by it, for no node does. */
  readonly callAndRun: CallJobs
  /** Runs what needs nothing of the node, until `signal`. */
  work(places: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/**
 * The jobs in `queue`, for a process that is not the node: to look at, to ask for, and to run those that any may run.
 */
export async function directJobs(queue: JobQueue, journal: Journal): Promise<DirectJobs> {
  const kinds: JobKinds = drillKinds(workProcesses)
  const { jobs, newRunner } = openJobs({ queue, kinds, node: `beside ${hostname()}`, journal })
  const handlers = jobHandlers(jobs, new ChainSecrets())
  const unheard = { signal: new AbortController().signal, progress: () => undefined, tell: async () => undefined }
  const runners: Runner[] = []
  const call: CallJobs = (name, argument, watch = { ...unheard, send: async () => undefined }) =>
    handlers[name](argument, watch)
  return {
    call,
    callAndRun: async (name, argument, watch) => {
      const answer = await call(name, argument, watch)
      if (name !== 'job-submit') return answer
      const runner = newRunner({ places: 8, only: (answer as { readonly job: Job }).job.number })
      runners.push(runner)
      runner.start()
      return answer
    },
    work: async (places, signal) => {
      const runner = newRunner({ places })
      runner.start()
      if (!signal.aborted) await once(signal, 'abort')
      await runner.stop()
    },
    close: async () => {
      for (const runner of runners) await runner.stop()
      await queue.close()
    },
  }
}
