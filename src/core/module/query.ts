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

/** Reads the text behind the `@`. Throws `bad-version` for a range of what is no version, or an ambiguous one. */
export function parseQuery(text: string): Query {
  if (text === 'latest') return { kind: 'latest' }
  const [, operator = '', version = ''] = /^(<=|>=|<|>|)(.*)$/s.exec(text) ?? []
  const isPrefix = /^v\d+(\.\d+)?$/.test(version) && isSemver(version)
  if (operator !== '') {
    if (!isSemver(version)) throw new GoferryError('bad-version', { subject: text, reason: 'version.not-semver' })
    // Whether v1.2.3 is above v1.2 is not to be said; the go command refuses it too.
    if (isPrefix && (operator === '<=' || operator === '>'))
      throw new GoferryError('bad-version', { subject: text, reason: 'version.ambiguous-range' })
  }
  if (operator !== '' || isPrefix) return { kind: 'range', operator: operator as RangeQuery['operator'], version }
  return isCanonicalVersion(text) ? { kind: 'version', version: text } : { kind: 'revision', name: text }
}

/**
 * The one of `versions` that answers `query` on the module `path`: a release before a pre-release; the highest, but for
 * `>` and `>=` the lowest. Undefined where none fits. Source: cmd/go modload.newQueryMatcher, filterVersions.
 */
export function matchRange(
  query: RangeQuery,
  path: string,
  versions: readonly string[],
  rules: LatestRules = {},
): string | undefined {
  const sorted = sortVersions(versions).filter(
    version =>
      isSemver(version) && !isPseudoVersion(version) && !rules.retracted?.(version) && fitsRange(query, version),
  )
  const wantsIncompatible = !matchesPathMajor(query.version, splitPathVersion(path)?.pathMajor ?? '')
  const candidates = wantsIncompatible ? sorted : compatibleVersions(sorted, rules)
  const releases = candidates.filter(version => prereleaseOf(version) === '')
  const best = releases.length > 0 ? releases : candidates
  return query.operator.startsWith('>') ? best[0] : best.at(-1)
}

/** Whether `version` lies in the range. */
export function fitsRange({ operator, version: bound }: RangeQuery, version: string): boolean {
  const order = compareVersions(version, bound)
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  if (operator === '>') return order > 0
  // Without an operator, `v1.2` does not take in v1.2.0-rc.1, which comes before v1.2.0.
  return order >= 0 && (operator === '>=' || version.startsWith(`${bound}.`))
}
