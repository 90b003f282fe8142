import { GoferryError } from '../errors.ts'
import { boundsOf } from '../module/query.ts'
import { compareGoVersions, type GoVersion, parseGoVersion } from './go-version.ts'
import { isStable, type Release, sortReleases } from './releases.ts'

/** What somebody asks of the releases of Go. */
export type ReleaseQuery =
  /** `1.26.8`, `1.27rc1`: itself, whether it is listed or not. */
  | { readonly kind: 'exact'; readonly go: string }
  | { readonly kind: 'latest' }
  /** `1.26` or `1.26.x`: the releases of that minor version. */
  | { readonly kind: 'minor'; readonly major: number; readonly minor: number }
  /** `>=1.25.3,<1.26`, parted by commas or spaces: what keeps all of the bounds. */
  | { readonly kind: 'range'; readonly bounds: readonly Bound[] }

interface Bound {
  readonly operator: string
  readonly number: GoVersion
}

/** Reads a query; `go1.26` is the same as `1.26`. Throws `bad-version` for what is none. */
export function parseReleaseQuery(text: string): ReleaseQuery {
  if (text === 'latest') return { kind: 'latest' }
  if (/^[<>]/.test(text)) return { kind: 'range', bounds: boundsOf(text).map(part => parseBound(part, text)) }
  const [, major, minor] = /^(?:go)?(\d{1,4})\.(\d{1,4})(?:\.x)?$/.exec(text) ?? []
  if (major !== undefined) return { kind: 'minor', major: Number(major), minor: Number(minor) }
  const go = text.replace(/^go/, '')
  const number = parseGoVersion(go)
  // A whole release has three numbers, or is one to try out.
  if (!/^[\w.]+$/.test(go) || number === undefined || (number.kind === '' && go.split('.').length < 3))
    throw notQuery(text)
  return { kind: 'exact', go }
}

/**
 * The release of `releases` that answers `query`: the newest that fits, a stable one before one to try out; undefined
 * where none does.
 */
export function matchRelease(query: ReleaseQuery, releases: readonly Release[]): string | undefined {
  if (query.kind === 'exact') return query.go
  const fitting = sortReleases(releases).filter(release => fits(query, release))
  return (fitting.find(isStable) ?? fitting[0])?.go
}

function fits(query: Exclude<ReleaseQuery, { kind: 'exact' }>, { number }: Release): boolean {
  if (query.kind === 'latest') return true
  if (query.kind === 'minor') return number.major === query.major && number.minor === query.minor
  return query.bounds.every(bound => {
    const order = compareGoVersions(number, bound.number)
    return (order === 0 && bound.operator.endsWith('=')) || (bound.operator.startsWith('<') ? order < 0 : order > 0)
  })
}

function parseBound(part: string, text: string): Bound {
  const [, operator, version = ''] = /^(<=|>=|<|>)([\w.]+)$/.exec(part) ?? []
  const number = parseGoVersion(version)
  if (operator === undefined || number === undefined) throw notQuery(text)
  return { operator, number }
}

function notQuery(text: string): GoferryError {
  return new GoferryError('bad-version', { subject: text, reason: 'toolchain.query' })
}
