import { matchesPrefixPatterns } from '../module/pattern.ts'
import { compareVersions } from '../module/semver.ts'
import { keptReleases, type ReleasePolicy, releasesOf } from '../toolchain/releases.ts'
import { toolchainOf, toolchainPath } from '../toolchain/toolchain.ts'

/** What keeps a zip in a node that gives zips up. */
export interface KeepRules {
  /** Patterns of modules (as in GOPRIVATE), or `path@version` for one version: kept for ever. */
  readonly pinned: readonly string[]
  /** The newest versions of each module that are kept; 0 keeps none on this ground. */
  readonly newest: number
  /**
   * Of the held toolchains of Go those of these releases are kept, on all platforms, and no others; undefined: they are
   * kept as any module.
   */
  readonly toolchains?: ReleasePolicy | undefined
  /** Milliseconds for which a zip is kept after it was taken; undefined: age alone gives nothing up. */
  readonly forMs: number | undefined
}

/** A zip that is held. */
export interface HeldZip {
  readonly path: string
  readonly version: string
  /** In bytes, with what was made of it. */
  readonly size: number
  /** When it was taken, in milliseconds since 1970. */
  readonly takenAt: number
  /** Whether no upstream has it: published here, or taken by a rule without the public database. */
  readonly only: boolean
}

/** Why a zip is given up: it is older than the rules keep it, its release is, or the quota needs the place. */
export type GroundToGiveUp = 'age' | 'toolchains' | 'quota'

/** A zip to give up, and why. */
export interface Surplus extends HeldZip {
  readonly ground: GroundToGiveUp
}

/**
 * The zips of `held` that nothing keeps, the oldest first: those older than `rules` keep them at the time `now`, then
 * as many more as bring the held bytes down to `quota` (undefined: no bound). What is pinned, among the newest of its
 * module, or nowhere else to be had, is never given up.
 */
export function surplusOf(
  held: readonly HeldZip[],
  rules: KeepRules,
  { now, quota }: { readonly now: number; readonly quota: number | undefined },
): Surplus[] {
  const old = rules.toolchains === undefined ? new Set() : oldToolchains(held, rules.toolchains)
  const isToolchain = ({ path }: HeldZip) => rules.toolchains !== undefined && path === toolchainPath
  const newest = newestOf(
    held.filter(zip => !isToolchain(zip)),
    rules.newest,
  )
  const isKept = (zip: HeldZip) => (isToolchain(zip) ? !old.has(zip) : newest.has(zip))
  const free = held.filter(zip => !zip.only && !isKept(zip) && !isPinned(zip, rules.pinned))
  free.sort((a, b) => a.takenAt - b.takenAt)
  let bytes = held.reduce((sum, { size }) => sum + size, 0)
  const surplus: Surplus[] = []
  for (const zip of free) {
    const isAged = rules.forMs !== undefined && now - zip.takenAt > rules.forMs
    if (!isAged && !old.has(zip) && (quota === undefined || bytes <= quota)) continue
    bytes -= zip.size
    surplus.push({ ...zip, ground: old.has(zip) ? 'toolchains' : isAged ? 'age' : 'quota' })
  }
  return surplus
}

/** The toolchains of `held` that are of none of the releases that `policy` keeps. */
function oldToolchains(held: readonly HeldZip[], policy: ReleasePolicy): Set<HeldZip> {
  const toolchains = held.filter(({ path }) => path === toolchainPath)
  const releases = keptReleases(releasesOf(toolchains.map(({ version }) => version)), policy)
  const kept = new Set(releases.map(({ go }) => go))
  return new Set(toolchains.filter(({ version }) => !kept.has(toolchainOf(version)?.go ?? '')))
}

function newestOf(held: readonly HeldZip[], count: number): Set<HeldZip> {
  const modules = new Map<string, HeldZip[]>()
  for (const zip of held) {
    const zips = modules.get(zip.path)
    if (zips === undefined) modules.set(zip.path, [zip])
    else zips.push(zip)
  }
  const newest = [...modules.values()].flatMap(zips =>
    zips.sort((a, b) => compareVersions(b.version, a.version)).slice(0, count),
  )
  return new Set(newest)
}

function isPinned({ path, version }: HeldZip, pinned: readonly string[]): boolean {
  return pinned.some(pin => {
    const [pattern = '', only] = pin.split('@')
    return (only === undefined || only === version) && matchesPrefixPatterns(pattern, path)
  })
}
