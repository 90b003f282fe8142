import { neededToolchain } from '../../core/graph/needed-toolchain.ts'
import { toolchainPath } from '../../core/toolchain/toolchain.ts'
import type { Closure } from '../../services/closure/closure.ts'
import type { LackingVersion } from '../../services/closure/lacking.ts'
import { whyUnreleased } from '../../services/closure/unreleased.ts'
import { type SizeWorld, withZipSizes, type ZipSizes } from '../../services/closure/zip-sizes.ts'
import { metered, upstreamAt } from '../compose.ts'
import { policyOf } from '../config/policy.ts'
import type { Resolving } from './resolve-closure.ts'
import type { Scope } from './scope.ts'

/** What the upstream says of the zips of `versions`; where there is none, nothing. Throws as `withZipSizes`. */
export async function sizesOf(
  scope: Scope,
  resolving: Resolving,
  versions: readonly LackingVersion[],
): Promise<ZipSizes> {
  const world = await worldOf(scope, resolving)
  return world === undefined ? { versions, unavailable: new Map() } : withZipSizes(world, versions)
}

/** Why the toolchain that the project of `closure` asks for cannot be had; undefined where nothing says so. */
export async function unreleasedOf(scope: Scope, resolving: Resolving, { mains }: Closure) {
  const go = neededToolchain(mains)
  const world = go === undefined ? undefined : await worldOf(scope, resolving)
  const known = resolving.folder?.state.versions(toolchainPath) ?? []
  return go === undefined || world === undefined ? undefined : whyUnreleased(world, go, known)
}

async function worldOf(scope: Scope, { chain, watch }: Resolving): Promise<SizeWorld | undefined> {
  const url = await chain()
  if (url === undefined) return undefined
  return { upstream: metered(upstreamAt(url), watch.signal), policy: policyOf(scope.settings()), watch }
}
