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

/** The time, and since when a version counts as old: both in epoch milliseconds. */
export interface Ages {
  readonly now: number
  timeOf(version: string): Promise<number>
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
  ages: Ages,
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
  return oldEnough(newest, rule, ages)
}

/**
 * Of a module without any release: the first of `commits`, which stand in their order, that is old enough. A rule with
 * ranges wants none.
 */
export async function chooseCommit(commits: readonly string[], rule: WatchRule, ages: Ages): Promise<Choice> {
  if (rule.ranges.length > 0) return { wanted: [], young: [] }
  if (rule.minAgeMs === 0) return { wanted: commits.slice(0, 1), young: [] }
  return oldEnough(commits, { ...rule, latest: 1 }, ages)
}

async function oldEnough(versions: readonly string[], rule: WatchRule, { now, timeOf }: Ages): Promise<Choice> {
  const wanted: string[] = []
  const young: { version: string; from: number }[] = []
  for (const version of versions.slice(0, rule.latest + mostYoung)) {
    if (wanted.length === rule.latest) break
    const from = (await timeOf(version)) + rule.minAgeMs
    if (from <= now) wanted.push(version)
    else young.push({ version, from })
  }
  return { wanted, young }
}
