import { fromWire } from '../../core/error-wire.ts'
import { isGoferryError } from '../../core/errors.ts'
import { archiveKey } from '../../core/toolchain/archive-key.ts'
import { archiveName } from '../../core/toolchain/archive-name.ts'
import { type Toolchain, toolchainModule, toolchainPath } from '../../core/toolchain/toolchain.ts'
import type { Item } from '../../ports/watch.ts'
import { resolveWish } from '../../services/toolchain/resolve-wish.ts'
import { type Tally, WATCH_OUTCOMES } from '../../services/watch/tally.ts'
import { metered, upstreamAt } from '../compose.ts'
import type { PulledToolchains } from '../config/watch.ts'
import type { Writer } from '../node/writer.ts'
import { addWorld } from './add.ts'
import { isRecalled, takeToolchains } from './take-toolchains.ts'
import type { Pulling } from './watched.ts'

/**
 * Takes the toolchains of these releases and platforms that are not held, with their archives, and tells `tally` of
 * each; a preview only names them. Where nothing is new, the upstream is asked for one list. What is recalled is left
 * out. Throws what is the node's own trouble.
 */
export async function pullToolchains(
  { writer, chain, watch }: Pulling,
  { platforms, ...keep }: PulledToolchains,
  { dry, tally }: { readonly dry: boolean; readonly tally: Tally },
): Promise<void> {
  const upstream = metered(upstreamAt(chain), watch.signal)
  const told = { ...watch, tell: (item: Item) => pass(item, tally, watch) }
  const world = addWorld(writer, writer.pullFrom(upstream), () => upstream.bytes, told)
  const { toolchains, unlisted } = await resolveWish(world, { queries: [], keep, platforms })
  // What the log knows may lack something all the same.
  if (unlisted !== undefined)
    await tally.tell(toolchainPath, 'failed', isGoferryError(unlisted) ? { error: unlisted } : {})
  const allowed = toolchains.filter(one => !isRecalled(world, one))
  if (!dry) {
    await writer.tree.relistLeft()
    await takeToolchains(writer, world, allowed)
    return
  }
  for (const one of allowed) {
    const module = toolchainModule(one)
    const version = `${module.path}@${module.version}`
    if (!(await world.has(module, 'zip'))) await tally.tell(version, 'new')
    else if (await hasArchive(writer, one)) await tally.tell(version, 'held')
    else await tally.tell(archiveName(one), 'new')
  }
}

/** What comes along with a toolchain (`part`) is told, and counts only where it failed. */
async function pass(item: Item, tally: Tally, watch: Pulling['watch']): Promise<void> {
  const { subject, part, error } = item
  const outcome = WATCH_OUTCOMES.find(one => one === item.outcome)
  if (outcome === undefined || (part !== undefined && outcome !== 'failed')) return watch.tell(item)
  const named = typeof part === 'string' ? { part } : {}
  return tally.tell(subject, outcome, { ...named, ...(error && { error: fromWire(error) }) })
}

async function hasArchive({ log, store }: Writer, toolchain: Toolchain): Promise<boolean> {
  const module = toolchainModule(toolchain)
  const archive = log.state.version(module.path, module.version)?.archive
  return archive !== undefined && (await store.stat(archiveKey(module, archive.sha256))) !== undefined
}
