import { findPseudoTime, isPseudoVersion } from './pseudo-version.ts'
import { compareVersions, isSemver, prereleaseOf, sortVersions } from './semver.ts'

/** What must be known of the versions beyond their names; what is left out is taken as false. */
export interface LatestRules {
  /** Whether the author has taken the version back: by a `retract` in the go.mod of the latest version of all. */
  readonly retracted?: (version: string) => boolean
  /** Whether the version has no go.mod of its own, but the one line that Go makes up. Asked of one version at most. */
  readonly legacy?: (version: string) => boolean
}

/**
 * What the go command takes for `latest` of `versions`, the lines of a list in their order: the highest release, else
 * the highest pre-release, else the pseudo-version of the latest time; none that is retracted. Versions with
 * `+incompatible` count only where no other is tagged, or the highest other is legacy. Undefined where none is left.
 * Source: cmd/go `modload.queryProxy`, `filterVersions`; `modfetch.latestFromList`.
 */
export function latestVersion(versions: readonly string[], rules: LatestRules = {}): string | undefined {
  const isRetracted = (version: string) => rules.retracted?.(version) ?? false
  const tagged = versions.filter(v => isSemver(v) && !isPseudoVersion(v) && !isRetracted(v))
  const candidates = compatibleVersions(sortVersions(tagged), rules)
  const found = candidates.findLast(v => prereleaseOf(v) === '') ?? candidates.at(-1)
  if (found !== undefined) return found
  const newest = newestPseudoVersion(versions)
  return newest !== undefined && !isRetracted(newest) ? newest : undefined
}

/**
 * Whether `version` lies in one of the ranges of the `retract`
 * directives, both ends included. Source: `modload.CheckRetractions`.
 */
export function isRetracted(
  version: string,
  ranges: readonly { readonly low: string; readonly high: string }[],
): boolean {
  return ranges.some(({ low, high }) => compareVersions(low, version) <= 0 && compareVersions(version, high) <= 0)
}

/**
 * `sorted` up to the first `+incompatible` that a compatible version with a go.mod stands before.
 * Source: modload.filterVersions.
 */
export function compatibleVersions(sorted: string[], rules: LatestRules): string[] {
  let highest: string | undefined
  for (const [i, version] of sorted.entries()) {
    if (!version.endsWith('+incompatible')) highest = version
    else if (highest !== undefined) return rules.legacy?.(highest) ? sorted : sorted.slice(0, i)
  }
  return sorted
}

/** The first of those with the latest time; the zero time of Go (year 1) is none. */
function newestPseudoVersion(versions: readonly string[]): string | undefined {
  let newest: string | undefined
  let latest = Date.parse('0001-01-01T00:00:00Z')
  for (const version of versions) {
    const time = findPseudoTime(version)?.getTime() ?? latest
    if (time <= latest) continue
    newest = version
    latest = time
  }
  return newest
}
