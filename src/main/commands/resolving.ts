import type { ClosureAccess, Resolved, ResolveRequest } from '../../cli/closure-access.ts'
import type { Watch } from '../../ports/watch.ts'
import { type LackingVersion, lackingOf, lackingSince } from '../../services/closure/lacking.ts'
import { withZipSizes, type ZipSizes } from '../../services/closure/zip-sizes.ts'
import { metered, upstreamAt } from '../compose.ts'
import { policyOf } from '../config/policy.ts'
import { openFolder } from '../open-folder.ts'
import { chooseChain } from '../upstream-choice.ts'
import { openIfThere } from './preview-world.ts'
import { type Resolving, resolveClosure } from './resolve-closure.ts'
import type { Scope } from './scope.ts'

/** What works out what a project needs. Nothing of it changes the node, and none needs to be there. */
export function resolving(scope: Scope): Pick<ClosureAccess, 'resolve'> {
  return { resolve: (request, watch) => resolveAt(scope, request, watch) }
}

async function resolveAt(scope: Scope, request: ResolveRequest, watch: Watch): Promise<Resolved> {
  const chain = await chooseChain(scope.settings(), request.upstream)
  // A receipt is of a log, which must be there.
  const folder = request.receipt === undefined ? await openIfThere(scope) : await openFolder(scope.data, scope.keyText)
  const receipt = request.receipt && (await folder?.receipt(request.receipt))
  const given = { chain, folder, watch }
  const closure = await resolveClosure(scope, given, request.closure)
  const found = await lackingOf(closure.versions, folder ?? { state: undefined, has: async () => false })
  const { versions: lacking, unavailable } = await sized(
    scope,
    request.sizes ? given : { ...given, chain: undefined },
    found,
  )
  const resolved = { ...closure, lacking, unavailable }
  if (folder === undefined || receipt === undefined) return resolved
  const { size } = receipt
  return { ...resolved, receipt: { size, lacking: lackingSince(lacking, folder.state, size) } }
}

/** Without a chain nothing is asked. */
async function sized(
  scope: Scope,
  { chain, watch }: Resolving,
  versions: readonly LackingVersion[],
): Promise<ZipSizes> {
  if (chain === undefined) return { versions, unavailable: new Map() }
  return withZipSizes(
    { upstream: metered(upstreamAt(chain), watch.signal), policy: policyOf(scope.settings()), watch },
    versions,
  )
}
