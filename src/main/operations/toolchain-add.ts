import { toWire } from '../../core/error-wire.ts'
import { existencePlatform, type Toolchain, toolchainModule } from '../../core/toolchain/toolchain.ts'
import { KINDS, type Kind } from '../../core/tree/keys.ts'
import type { Watch } from '../../ports/watch.ts'
import { add } from '../../services/add/add.ts'
import { nothingAbove } from '../../services/add/nothing-above.ts'
import type { AddWorld, Want } from '../../services/add/world.ts'
import { makeArchives } from '../../services/toolchain/make-archives.ts'
import type { ToolchainReport } from '../../services/toolchain/report.ts'
import { resolveWish } from '../../services/toolchain/resolve-wish.ts'
import { metered, upstreamAt } from '../compose.ts'
import type { Writer } from '../node/writer.ts'
import { addWorld } from './add.ts'
import { checkToolchainAdd } from './toolchain-request.ts'
import { toolchainWorld } from './toolchain-world.ts'

/**
 * Adds toolchains to the node of `writer`: each as a module, with the `.info` by which the go command knows that its
 * release exists, and then its archive. What fails does not keep the rest, and is told. Throws `usage`, and what is the
 * node's own trouble.
 */
export async function addToolchains(writer: Writer, argument: unknown, watch: Watch): Promise<ToolchainReport> {
  const { upstream: chain, keep, ...wish } = checkToolchainAdd(argument)
  await writer.room.check()
  await writer.tree.relistLeft()
  const upstream = chain === undefined ? undefined : metered(upstreamAt(chain), watch.signal)
  const pull = upstream === undefined ? nothingAbove : writer.pullFrom(upstream)
  const world = addWorld(writer, pull, () => upstream?.bytes ?? 0, watch)
  const { toolchains, unknown } = await resolveWish(world, { ...wish, keep })
  for (const { query, error } of unknown)
    await watch.tell({ subject: `go ${query}`, outcome: 'failed', error: toWire(error) })
  const taken = await add(world, { wants: toolchains.map(one => wantOf(one, KINDS)), foreign: 0 })
  const held = await heldOf(world, toolchains)
  const proofs = await add(
    { ...world, watch: { ...watch, tell: item => watch.tell({ part: 'info', ...item }) } },
    { wants: await proofsOf(world, held), foreign: 0 },
  )
  const made = await makeArchives(toolchainWorld(writer), held, watch)
  const failed = unknown.length + taken.failed + proofs.failed + made.failed
  return { added: taken.added, held: taken.held, failed, archives: made.archives, bytes: world.bytes() }
}

function wantOf(toolchain: Toolchain, parts: readonly Kind[]): Want {
  const { path, version } = toolchainModule(toolchain)
  return { path, query: version, parts }
}

async function heldOf(world: AddWorld, toolchains: readonly Toolchain[]): Promise<Toolchain[]> {
  const held = await Promise.all(toolchains.map(one => world.has(toolchainModule(one), 'zip')))
  return toolchains.filter((_, i) => held[i])
}

/** The `.info` of linux-amd64 of each release of `held`, where it is not held. */
async function proofsOf(world: AddWorld, held: readonly Toolchain[]): Promise<Want[]> {
  const proofs = [...new Set(held.map(({ go }) => go))].map(go => ({ go, ...existencePlatform }))
  const has = await Promise.all(proofs.map(one => world.has(toolchainModule(one), 'info')))
  return proofs.filter((_, i) => !has[i]).map(one => wantOf(one, ['mod', 'info']))
}
