import { blobKey } from '../../core/tree/keys.ts'
import { maxRootFileBytes } from '../../core/zip/limits.ts'
import type { WatchWorld } from '../../services/watch/world.ts'
import { clock, metered, upstreamAt } from '../compose.ts'
import type { Pulling } from './watched.ts'

/** What watching has of a node and its upstream. */
export function watchWorld({ writer, chain, watch }: Pulling, take: WatchWorld['take']): WatchWorld {
  const pull = writer.pullFrom(metered(upstreamAt(chain), watch.signal))
  const { store, journal, log, tree } = writer
  return {
    state: log.state,
    store,
    journal,
    complete: async path => {
      const versions = log.state.complete(path)
      const are = await Promise.all(versions.map(version => tree.has({ path, version }, 'zip')))
      return versions.filter((_, i) => are[i])
    },
    held: (module, kind) => store.read(blobKey('public', module, kind), maxRootFileBytes),
    upstream: path => pull.again(path),
    take,
    now: () => clock.now(),
    watch,
  }
}
