import type { ClosureAccess, Resolved, ResolveRequest } from '../../cli/closure-access.ts'
import type { Watch } from '../../ports/watch.ts'
import { type LackingVersion, lackingOf, lackingSince } from '../../services/closure/lacking.ts'
import { withZipSizes, type ZipSizes } from '../../services/closure/zip-sizes.ts'
import { metered, upstreamAt } from '../compose.ts'
import { policyOf } from '../config/policy.ts'
import { openFolder } from '../open-folder.ts'
import { chooseChain } from '../upstream-choice.ts'
import { type Chain, openIfThere } from './preview-world.ts'
import { resolveClosure } from './resolve-closure.ts'
import type { Scope } from './scope.ts'

/** What works out what a project needs. Nothing of it changes the node, and none needs to be there. */
export function resolving(scope: Scope): Pick<ClosureAccess, 'resolve'> {
  return { resolve: (request, watch) => resolveAt(scope, request, watch) }
}

async function resolveAt(scope: Scope, request: ResolveRequest, watch: Watch): Promise<Resolved> {
  const settings = scope.settings()
  let chosen: ReturnType<Chain> | undefined
  const chain = () => (chosen ??= chooseChain(settings, request.upstream))
  // What is named is checked at once; the go command is asked no sooner than something is lacking.
  if ((request.upstream ?? settings.upstream) !== undefined) await chain()
  // A receipt is of a log, which must be there.
  const folder = request.receipt === undefined ? await openIfThere(scope) : await openFolder(scope.data, scope.keyText)
  const receipt = request.receipt && (await folder?.receipt(request.receipt))
  const given = { chain, folder, watch }
  const closure = await resolveClosure(scope, given, request.closure)
  const found = await lackingOf(closure.versions, folder ?? { state: undefined, has: async () => false })
  const isAsked = request.sizes && found.some(({ lacks, zipBytes }) => lacks.includes('zip') && zipBytes === undefined)
  const { versions: lacking, unavailable } = await sized(scope, isAsked ? await chain() : undefined, watch, found)
  const resolved = { ...closure, lacking, unavailable }
  if (folder === undefined || receipt === undefined) return resolved
  const { size } = receipt
  return { ...resolved, receipt: { size, lacking: lackingSince(lacking, folder.state, size) } }
}

/** Without a chain nothing is asked. */
async function sized(
  scope: Scope,
  chain: string | undefined,
  watch: Watch,
  versions: readonly LackingVersion[],
): Promise<ZipSizes> {
  if (chain === undefined) return { versions, unavailable: new Map() }
  return withZipSizes(
    { upstream: metered(upstreamAt(chain), watch.signal), policy: policyOf(scope.settings()), watch },
    versions,
  )
}
