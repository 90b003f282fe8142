import { GoferryError } from '../../core/errors.ts'
import type { ModuleWalk } from '../../ports/module-walk.ts'
import type { Upstream } from '../../ports/upstream.ts'
import { athensStore, moduleCache, upstreamAt } from '../compose.ts'

/** Where modules are added from. */
export interface AddSource {
  /** A chain in the form of GOPROXY; undefined for none. */
  readonly upstream?: string | undefined
  /** The folder of a module cache (GOMODCACHE). */
  readonly modcache?: string | undefined
  /** The folder of an Athens disk store. */
  readonly athens?: string | undefined
}

/**
 * The upstream that stands for `source`, and the walk over it where it is a folder. What lies in a folder is held
 * against the checksum database through the chain; a module cache carries recorded answers of it too. Throws
 * `bad-settings` for a malformed URL, `missing` where there is neither chain nor folder.
 */
export function openSource(source: AddSource): { readonly upstream: Upstream; readonly walk?: ModuleWalk } {
  const chain = source.upstream === undefined ? undefined : upstreamAt(source.upstream)
  if (source.modcache !== undefined) return moduleCache(source.modcache, chain)
  if (source.athens !== undefined) return athensStore(source.athens, chain)
  if (chain === undefined) throw new GoferryError('missing', { subject: 'upstream', reason: 'answer.no-upstream' })
  return { upstream: chain }
}
