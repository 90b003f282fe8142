import { collect } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { partPath } from '../../core/goproxy/part-path.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { blobKey, type Kind } from '../../core/tree/keys.ts'
import { maxRootFileBytes } from '../../core/zip/limits.ts'
import type { WatchWorld } from '../../services/watch/world.ts'
import { clock, metered, upstreamAt } from '../compose.ts'
import type { Pulling } from './watched.ts'

/** What watching has of a node and its upstream. */
export function watchWorld({ writer, chain, watch }: Pulling, take: WatchWorld['take']): WatchWorld {
  const upstream = metered(upstreamAt(chain), watch.signal)
  const pull = writer.pullFrom(upstream)
  const held = (module: ModuleVersion, kind: Kind) =>
    writer.store.read(blobKey('public', module, kind), maxRootFileBytes)
  const ask = async (module: ModuleVersion, kind: Kind) => {
    const answer = await upstream.get(partPath(module, kind), maxRootFileBytes)
    return answer.status === 'ok' ? collect(answer.body) : undefined
  }
  const either = async (module: ModuleVersion, kind: Kind) => {
    const bytes = (await held(module, kind)) ?? (await ask(module, kind))
    if (bytes !== undefined) return bytes
    throw new GoferryError('absent', { subject: `${module.path}@${module.version}.${kind}` })
  }
  return {
    state: writer.log.state,
    complete: async path => {
      const versions = writer.log.state.complete(path)
      const are = await Promise.all(versions.map(version => writer.tree.has({ path, version }, 'zip')))
      return versions.filter((_, i) => are[i])
    },
    list: path => pull.list(path),
    latest: path => pull.latest(path),
    info: module => either(module, 'info'),
    goMod: module => either(module, 'mod'),
    upstreamGoMod: module => ask(module, 'mod'),
    take,
    now: () => clock.now(),
    watch,
  }
}
