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

/** The request that `argument` is. Throws `usage`. */
export function checkPublish(argument: unknown): z.output<typeof publishRequest> {
  const parsed = publishRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'publish', cause: parsed.error })
  return parsed.data
}

/** Publishes at the node of `writer`. Throws `usage`, and what `publish` throws. */
export async function publishAt(writer: Writer, argument: unknown, watch: Watch): Promise<PublishReport> {
  const request = checkPublish(argument)
  return publish(worldOf(writer, watch), request)
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
