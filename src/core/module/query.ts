import { GoferryError } from '../errors.ts'
import { compatibleVersions, type LatestRules } from './latest.ts'
import { matchesPathMajor, splitPathVersion } from './path-major.ts'
import { isPseudoVersion } from './pseudo-version.ts'
import { compareVersions, isSemver, prereleaseOf, sortVersions } from './semver.ts'
import { isCanonicalVersion } from './version.ts'

/** What somebody asks of a module's versions, as in `go get MODULE@QUERY` (go.dev/ref/mod#version-queries). */
export type Query =
  | { readonly kind: 'latest' }
  | RangeQuery
  | RangesQuery
  /** A canonical version: itself. */
  | { readonly kind: 'version'; readonly version: string }
  /** A branch, a tag or a commit: what it stands for is known to the upstream alone. */
  | { readonly kind: 'revision'; readonly name: string }

/** `<v1.2.0`, `<=v1.2.3`, `>v1.0.0`, `>=v1`; or, without an operator, `v1` and `v1.2`: those that begin so. */
export interface RangeQuery {
  readonly kind: 'range'
  readonly operator: '' | '<' | '<=' | '>' | '>='
  readonly version: string
}

/** `>=v1.2.0 <v2`: what lies in all of them, the newest first. A rule of ours: the go command takes one range. */
export interface RangesQuery {
  readonly kind: 'ranges'
  readonly ranges: readonly RangeQuery[]
}

/** The bounds of `text`, which are parted by spaces or commas: `>=v1.2.0 <v2`, `>=1.25.3,<1.26`. */
export function boundsOf(text: string): string[] {
  return text.trim().split(/\s*,\s*|\s+/)
}

/** Reads the text behind the `@`. Throws `bad-version` for a range of what is no version, or an ambiguous one. */
export function parseQuery(text: string): Query {
  if (text === 'latest') return { kind: 'latest' }
  const isBounded = /[<>]/.test(text) && boundsOf(text).length > 1
  if (isBounded) return { kind: 'ranges', ranges: parseRanges(text) }
  const range = parseRange(text)
  if (range !== undefined) return range
  return isCanonicalVersion(text) ? { kind: 'version', version: text } : { kind: 'revision', name: text }
}

/** Reads ranges that all must hold; none in an empty text. Throws `bad-version` for another text. */
export function parseRanges(text: string): RangeQuery[] {
  if (text.trim() === '') return []
  return boundsOf(text).map(bound => {
    const range = parseRange(bound)
    if (range !== undefined) return range
    throw new GoferryError('bad-version', { subject: text, reason: 'version.not-range' })
  })
}

/** Undefined for what is no range. Throws as `parseQuery`. */
function parseRange(text: string): RangeQuery | undefined {
  const [, operator = '', version = ''] = /^(<=|>=|<|>|)(.*)$/s.exec(text) ?? []
  const isPrefix = /^v\d+(\.\d+)?$/.test(version) && isSemver(version)
  if (operator !== '') {
    if (!isSemver(version)) throw new GoferryError('bad-version', { subject: text, reason: 'version.not-semver' })
    // Whether v1.2.3 is above v1.2 is not to be said; the go command refuses it too.
    if (isPrefix && (operator === '<=' || operator === '>'))
      throw new GoferryError('bad-version', { subject: text, reason: 'version.ambiguous-range' })
  }
  if (operator === '' && !isPrefix) return undefined
  return { kind: 'range', operator: operator as RangeQuery['operator'], version }
}

/**
 * The one of `versions` that answers `query` on the module `path`: a release before a pre-release; the highest, but for
 * `>` and `>=` alone the lowest. Undefined where none fits. Source: cmd/go modload.newQueryMatcher, filterVersions.
 */
export function matchRange(
  query: RangeQuery | RangesQuery,
  path: string,
  versions: readonly string[],
  rules: LatestRules = {},
): string | undefined {
  const fitting = fittingVersions(query.kind === 'range' ? [query] : query.ranges, path, versions, rules)
  return query.kind === 'range' && query.operator.startsWith('>') ? fitting[0] : fitting.at(-1)
}

/**
 * Those of `versions` that lie in all of `ranges`, the lowest first: releases, or pre-releases where there is no
 * release; no pseudo-version and none that is retracted; `+incompatible` ones as for `latest`, or where they are named.
 */
export function fittingVersions(
  ranges: readonly RangeQuery[],
  path: string,
  versions: readonly string[],
  rules: LatestRules = {},
): string[] {
  const sorted = sortVersions(versions).filter(
    version =>
      isSemver(version) &&
      !isPseudoVersion(version) &&
      !rules.retracted?.(version) &&
      ranges.every(range => fitsRange(range, version)),
  )
  const { pathMajor = '' } = splitPathVersion(path) ?? {}
  const wantsIncompatible = ranges.some(({ version }) => !matchesPathMajor(version, pathMajor))
  const candidates = wantsIncompatible ? sorted : compatibleVersions(sorted, rules)
  const releases = candidates.filter(version => prereleaseOf(version) === '')
  return releases.length > 0 ? releases : candidates
}

function fitsRange({ operator, version: bound }: RangeQuery, version: string): boolean {
  const order = compareVersions(version, bound)
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  if (operator === '>') return order > 0
  // Without an operator, `v1.2` does not take in v1.2.0-rc.1, which comes before v1.2.0.
  return order >= 0 && (operator === '>=' || version.startsWith(`${bound}.`))
}
