import { GoferryError } from '../../core/errors.ts'
import { isOfUpstream } from './failure.ts'
import { pullModule } from './pull-module.ts'
import type { Tally } from './tally.ts'
import type { WatchedModule, WatchWorld } from './world.ts'

/**
 * Looks at each of `modules` upstream, and takes the versions that its rule wants and that are not held, unless it is a
 * preview; tells `tally` what came of each. Where nothing is new, a module costs at most 13 requests: its list, what is
 * the latest, the go.mod of that, and the go.mod and zip of five versions that are held. What fails does not keep the
 * rest. Throws `interrupted`, and what the node's own log and store throw.
 */
export async function pullWatched(
  world: WatchWorld,
  modules: readonly WatchedModule[],
  { dry, tally }: { readonly dry: boolean; readonly tally: Tally },
): Promise<void> {
  for (const [done, module] of modules.entries()) {
    if (world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'pull' })
    world.watch.progress({ done, total: modules.length, bytes: 0, totalBytes: undefined, at: module.path })
    try {
      await pullModule(world, tally, module, { dry })
    } catch (error) {
      if (!isOfUpstream(error)) throw error
      await tally.tell(module.path, 'failed', { error })
    }
  }
}
