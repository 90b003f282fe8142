import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Scope } from '../commands/scope.ts'
import { openKeys } from '../compose.ts'
import { openNodeJobs } from '../jobs/node-jobs.ts'
import { isJob } from '../jobs/node-kinds.ts'
import { type CallJobs, runJob } from '../jobs/run-job.ts'
import { commandJournal } from './command-journal.ts'
import { askNode } from './control-client.ts'
import { openWriter } from './open-writer.ts'
import { operations } from './operations.ts'
import type { Writer } from './writer.ts'

/**
 * Runs the operation `name`: in the running node of the folder where there is one, else here, under the lock; as a job
 * where it runs long. Throws what the operation throws, `data-locked`, and `absent` where no node was started in the
 * folder, unless the operation may begin one.
 */
export async function operate(
  scope: Scope,
  name: string,
  argument: unknown,
  watch: Watch,
  { begins = false } = {},
): Promise<unknown> {
  const { data, keyText } = scope
  const running = await askNode(data, 'status', null)
  if (running !== undefined) {
    if (isJob(name, argument)) return runJob(jobsOfNode(data), name, argument, watch)
    return (await askNode(data, name, argument, watch))?.value
  }
  if (!begins && (await openKeys(data, keyText).load()) === undefined)
    throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const settings = scope.settings()
  const journal = commandJournal(settings, scope)
  const writer = await openWriter({ data, keyText, settings, upstreamUrl: undefined, journal, isAlone: true })
  try {
    if (isJob(name, argument)) return await runHere(writer, name, argument, watch)
    const operation = operations(writer)[name]
    if (operation === undefined) throw new GoferryError('internal', { subject: name })
    return await operation(argument, watch)
  } finally {
    await writer.close()
  }
}

/** Calls the jobs of the running node of the folder. Throws `io-failed` where it ended meanwhile. */
export function jobsOfNode(data: string): CallJobs {
  return async (name, argument, watch) => {
    const asked = await askNode(data, name, argument, watch)
    if (asked === undefined) throw new GoferryError('io-failed', { subject: data, reason: 'cli.node-ended' })
    return asked.value
  }
}

/** Runs one job in this process, which holds the lock, and nothing else of what waits. */
async function runHere(writer: Writer, name: string, argument: unknown, watch: Watch): Promise<unknown> {
  const jobs = await openNodeJobs(writer)
  let runner: ReturnType<typeof jobs.newRunner> | undefined
  const call: CallJobs = async (handler, request, asking = { ...watch, send: async () => undefined }) => {
    const answer = await jobs.handlers[handler]?.(request, asking)
    if (handler !== 'job-submit') return answer
    const { job } = answer as { readonly job: { readonly number: number } }
    runner = jobs.newRunner({ places: 1, only: job.number })
    runner.start()
    return answer
  }
  try {
    return await runJob(call, name, argument, watch, { owns: true })
  } finally {
    await runner?.stop()
    await jobs.close()
  }
}
