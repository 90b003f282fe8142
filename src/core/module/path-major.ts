import { GoferryError } from '../errors.ts'
import { buildOf, majorOf } from './semver.ts'

/** A module path cut before its major version: `path === prefix + pathMajor`. */
export interface PathMajor {
  readonly prefix: string
  /** `/v2` and up, `.v0` and up (with `-unstable` perhaps) at gopkg.in, or empty. */
  readonly pathMajor: string
}

/**
 * Cuts `path` before its major version; undefined where its end breaks the rules (`/v1`, `/v02`, `/v2.1`, a gopkg.in
 * path without `.vN`). Source: Go's `module.SplitPathVersion`.
 */
export function splitPathVersion(path: string): PathMajor | undefined {
  if (path.startsWith('gopkg.in/')) return splitGopkgIn(path)
  const cut = startOfTail(path, path.length, '0123456789.') - 2
  const pathMajor = path.slice(Math.max(cut, 0))
  if (!pathMajor.startsWith('/v') || pathMajor === '/v') return { prefix: path, pathMajor: '' }
  if (!/^\/v[1-9][0-9]*$/.test(pathMajor) || pathMajor === '/v1') return undefined
  return { prefix: path.slice(0, cut), pathMajor }
}

function splitGopkgIn(path: string): PathMajor | undefined {
  const end = path.endsWith('-unstable') ? path.length - '-unstable'.length : path.length
  const cut = startOfTail(path, end, '0123456789') - 2
  const pathMajor = path.slice(Math.max(cut, 0))
  // Two oddities of Go: .v0-unstable is refused, .v-unstable is not.
  if (!/^\.v(?:0|-unstable|[1-9][0-9]*(?:-unstable)?)$/.test(pathMajor)) return undefined
  return { prefix: path.slice(0, cut), pathMajor }
}

/** Where the run of `chars` that ends at `end` begins. */
function startOfTail(text: string, end: number, chars: string): number {
  let start = end
  while (start > 0 && chars.includes(text.charAt(start - 1))) start--
  return start
}

/**
 * Whether `version` belongs to a path whose major version is `pathMajor`
 * of `splitPathVersion`. Source: Go's `module.MatchPathMajor`.
 */
export function matchesPathMajor(version: string, pathMajor: string): boolean {
  const wanted = stable(pathMajor)
  // Go once made v0.0.0- pseudo-versions for gopkg.in/….v1, and go.mod files still name them.
  if (wanted === '.v1' && version.startsWith('v0.0.0-')) return true
  const got = majorOf(version)
  if (wanted === '') return got === 'v0' || got === 'v1' || buildOf(version) === '+incompatible'
  return (wanted.startsWith('/') || wanted.startsWith('.')) && got === wanted.slice(1)
}

/**
 * The tag prefix that `pathMajor` of `splitPathVersion` implies: `v2`, or empty for v0 and v1. Source: Go's
 * `module.PathMajorPrefix`, which panics where this throws.
 * @throws bad-module-path
 */
export function pathMajorPrefix(pathMajor: string): string {
  if (pathMajor === '') return ''
  const wanted = stable(pathMajor).slice(1)
  if (!/^[/.]/.test(pathMajor) || wanted !== majorOf(wanted)) {
    throw new GoferryError('bad-module-path', { subject: pathMajor, reason: 'path.bad-major' })
  }
  return wanted
}

function stable(pathMajor: string): string {
  return pathMajor.startsWith('.v') && pathMajor.endsWith('-unstable')
    ? pathMajor.slice(0, -'-unstable'.length)
    : pathMajor
}
