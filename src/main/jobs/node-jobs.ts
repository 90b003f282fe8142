import type { JobQueue } from '../../ports/job-queue.ts'
import type { Runner, RunnerScope } from '../../services/jobs/runner.ts'
import type { AttemptReport } from '../../services/jobs/world.ts'
import { openJobQueue, ownerOf, workProcesses } from '../compose.ts'
import type { Writer } from '../node/writer.ts'
import { ChainSecrets } from './chain-secrets.ts'
import { drillKinds } from './drill.ts'
import { jobHandlers } from './job-handlers.ts'
import { nodeKinds } from './node-kinds.ts'
import { openJobs, ownNode } from './open-jobs.ts'

/** The jobs of a node beside its writer. */
export interface NodeJobs {
  readonly handlers: ReturnType<typeof jobHandlers>
  newRunner(scope: RunnerScope): Runner
  readonly queue: Pick<JobQueue, 'counts'>
  close(): Promise<void>
}

/**
 * Opens the queue of the node of `writer`; `attemptEnded` hears of each attempt that ends. Throws what its database
 * throws.
 */
export async function openNodeJobs(
  writer: Writer,
  attemptEnded: (report: AttemptReport) => void = () => undefined,
): Promise<NodeJobs> {
  const { data, settings, journal } = writer
  const identity = await writer.keys.load()
  const queue = await openJobQueue(data, settings, identity && ownerOf(identity))
  // The lock is held: whoever ran jobs here is dead. What used up its attempts has failed before it is asked for again.
  try {
    await queue.reclaim(0, ownNode)
  } catch (error) {
    await queue.close()
    throw error
  }
  const secrets = new ChainSecrets()
  const kinds = { ...nodeKinds(writer, secrets), ...drillKinds(workProcesses) }
  const { jobs, newRunner } = openJobs({ queue, kinds, node: ownNode, journal, attemptEnded })
  return {
    handlers: jobHandlers(jobs, secrets),
    newRunner,
    queue,
    close: () => queue.close(),
  }
}
