import type { LatestRules } from '../module/latest.ts'
import { fittingVersions, type RangeQuery } from '../module/query.ts'

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
 * The newest of `versions`, the lines of the list of `path`, that fit `rule` now, as `fittingVersions` has it. `timeOf`
 * gives when a version was made (epoch milliseconds); it is asked of the candidates alone, and of none where the rule
 * asks no age.
 */
export async function chooseVersions(
  { path, versions }: { readonly path: string; readonly versions: readonly string[] },
  rule: WatchRule,
  rules: LatestRules,
  ages: Ages,
): Promise<Choice> {
  const newest = fittingVersions(rule.ranges, path, [...new Set(versions)], rules).toReversed()
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
