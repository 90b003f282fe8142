import { toWire } from '../../core/error-wire.ts'
import { supportedMinors } from '../../core/toolchain/releases.ts'
import type { Watch } from '../../ports/watch.ts'
import { nothingAbove } from '../../services/add/nothing-above.ts'
import type { ToolchainReport } from '../../services/toolchain/report.ts'
import { resolveWish } from '../../services/toolchain/resolve-wish.ts'
import { metered, upstreamAt } from '../compose.ts'
import type { Writer } from '../node/writer.ts'
import { addWorld } from './add.ts'
import { takeToolchains } from './take-toolchains.ts'
import { checkToolchainAdd } from './toolchain-request.ts'

/**
 * Adds the toolchains that somebody asks for to the node of `writer`. What fails does not keep the rest, and is told.
 * Throws `usage`, what the upstream failed with where something cannot be told without its list, and what is the node's
 * own trouble.
 */
export async function addToolchains(writer: Writer, argument: unknown, watch: Watch): Promise<ToolchainReport> {
  const { upstream: chain, keep, ...asked } = checkToolchainAdd(argument)
  await writer.room.check()
  await writer.tree.relistLeft()
  const upstream = chain === undefined ? undefined : metered(upstreamAt(chain), watch.signal)
  const pull = upstream === undefined ? nothingAbove : writer.pullFrom(upstream)
  const world = addWorld(writer, pull, () => upstream?.bytes ?? 0, watch)
  const policy = keep === undefined ? undefined : { latest: keep, minors: supportedMinors }
  const { toolchains, unknown, unlisted } = await resolveWish(world, { ...asked, keep: policy })
  if (unlisted !== undefined && (unknown.length > 0 || toolchains.length === 0)) throw unlisted
  for (const { query, error } of unknown)
    await watch.tell({ subject: `go ${query}`, outcome: 'failed', error: toWire(error) })
  const report = await takeToolchains(writer, world, toolchains)
  return { ...report, failed: unknown.length + report.failed }
}
