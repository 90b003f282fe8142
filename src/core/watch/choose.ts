import { compatibleVersions, type LatestRules } from '../module/latest.ts'
import { isPseudoVersion } from '../module/pseudo-version.ts'
import { fitsRange, type RangeQuery } from '../module/query.ts'
import { isSemver, prereleaseOf, sortVersions } from '../module/semver.ts'

/** Which versions of a module are watched. */
export interface WatchRule {
  /** All that are named fit; none named: every version. */
  readonly ranges: readonly RangeQuery[]
  /** So many of the newest. */
  readonly latest: number
  /** How old a version must be before it is taken, in milliseconds. */
  readonly minAgeMs: number
}

/** What a rule makes of the versions of a module. */
export interface Choice {
  readonly wanted: readonly string[]
  /** Newer ones that are not old enough yet, and since when (epoch milliseconds) each is. */
  readonly young: readonly { readonly version: string; readonly from: number }[]
}

/** Versions that are looked at beyond those that are wanted, while they are too young. */
const mostYoung = 200

/**
 * The newest of `versions`, the lines of a list, that fit `rule` now: releases, or pre-releases where there is no
 * release; no pseudo-version and none that is retracted. `timeOf` gives when a version was made (epoch milliseconds);
 * it is asked of the candidates alone, and of none where the rule asks no age.
 */
export async function chooseVersions(
  versions: readonly string[],
  rule: WatchRule,
  rules: LatestRules,
  { now, timeOf }: { readonly now: number; timeOf(version: string): Promise<number> },
): Promise<Choice> {
  const tagged = [...new Set(versions)].filter(
    version => isSemver(version) && !isPseudoVersion(version) && !rules.retracted?.(version),
  )
  const fitting = compatibleVersions(sortVersions(tagged), rules).filter(version =>
    rule.ranges.every(range => fitsRange(range, version)),
  )
  const releases = fitting.filter(version => prereleaseOf(version) === '')
  const newest = (releases.length > 0 ? releases : fitting).toReversed()
  if (rule.minAgeMs === 0) return { wanted: newest.slice(0, rule.latest), young: [] }
  const wanted: string[] = []
  const young: { version: string; from: number }[] = []
  for (const version of newest.slice(0, rule.latest + mostYoung)) {
    if (wanted.length === rule.latest) break
    const from = (await timeOf(version)) + rule.minAgeMs
    if (from <= now) wanted.push(version)
    else young.push({ version, from })
  }
  return { wanted, young }
}
