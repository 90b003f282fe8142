import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import { type PublishReport, publish } from '../../services/publish/publish.ts'
import { clock, openSourceFolder } from '../compose.ts'
import { policyOf } from '../config/policy.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'

/** What `goferry publish` sends. */
const publishRequest = z.strictObject({
  folder: z.string().startsWith('/'),
  version: z.string(),
  dry: z.boolean(),
})

/** Publications of a node that run or wait: one after the other, which bounds what they take of memory and disk. */
interface Queue {
  last: Promise<unknown>
  length: number
}

const queues = new WeakMap<Writer, Queue>()
const longestQueue = 1000

/** Publishes at the node of `writer`. Throws `usage`, `busy` where too many wait already, and what `publish` throws. */
export async function publishAt(writer: Writer, argument: unknown, watch: Watch): Promise<PublishReport> {
  const parsed = publishRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'publish', cause: parsed.error })
  return inTurn(writer, () => publish(worldOf(writer, watch), parsed.data))
}

async function inTurn<T>(writer: Writer, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(writer) ?? { last: Promise.resolve(), length: 0 }
  queues.set(writer, queue)
  if (queue.length >= longestQueue) throw new GoferryError('busy', { subject: 'publish' })
  queue.length++
  const turn = queue.last.then(work)
  queue.last = turn.catch(() => undefined)
  try {
    return await turn
  } finally {
    queue.length--
  }
}

function worldOf(writer: Writer, watch: Watch) {
  const { store, log, tree, pullRoom, zipCheck, index, journal, settings } = writer
  return {
    open: openSourceFolder,
    store,
    log: { state: log.state, append: writer.append },
    tree,
    room: pullRoom,
    zipCheck,
    policy: policyOf(settings),
    clock,
    journal,
    reached: reachedStep,
    watch,
    partCame: index.keeper.changed.bind(index.keeper),
  }
}
