import { GoferryError } from '../errors.ts'
import { unescapePath, unescapeVersion } from '../module/escape.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { matchesPathMajor, splitPathVersion } from '../module/path-major.ts'
import { checkVersion, isCanonicalVersion } from '../module/version.ts'
import { checkKey } from '../tree/check-key.ts'
import { blobKey, KINDS, type Kind, latestKey } from '../tree/keys.ts'

/** What a client asks of a GOPROXY, decoded and checked. */
export type GoRequest =
  | { readonly kind: 'list'; readonly path: string }
  | { readonly kind: 'latest'; readonly path: string }
  | { readonly kind: 'part'; readonly module: ModuleVersion; readonly part: Kind }
  /**
   * `.info` of what is no version of the module: a branch, a commit,
   * a version prefix, `v2.0.0` that may be `v2.0.0+incompatible`.
   */
  | { readonly kind: 'query'; readonly path: string; readonly query: string }
  /** A path below `/sumdb/NAME/`, not decoded further. */
  | { readonly kind: 'sumdb'; readonly name: string; readonly rest: string }

/**
 * Reads the path of a URL below the proxy's base (`/github.com/%21burnt/toml/@v/v1.0.0.mod`; no query), as the GOPROXY
 * protocol defines it (go.dev/ref/mod#goproxy-protocol). Gives undefined for a path that is no part of the protocol.
 * Throws `bad-module-path` or `bad-version` where it is but a name in it is malformed: not decodable, not escaped, no
 * path or version at all, or too long to be stored (abuse case A05).
 */
export function parseGoRequest(urlPath: string): GoRequest | undefined {
  const path = decoded(urlPath)
  const sumdb = /^\/sumdb\/([^/]+)\/(.+)$/s.exec(path)
  if (sumdb) return { kind: 'sumdb', name: sumdb[1] ?? '', rest: sumdb[2] ?? '' }
  if (path.endsWith('/@latest')) return { kind: 'latest', path: parsePath(path.slice(1, -'/@latest'.length)) }
  const at = path.indexOf('/@v/')
  if (at < 0) return undefined
  return parseVersionFile(path.slice(1, at), path.slice(at + '/@v/'.length))
}

/**
 * Reads `MODULE@VERSION`, both escaped, as a lookup in a checksum
 * database names it. Throws `bad-module-path`, `bad-version`.
 */
export function parseModuleVersion(escaped: string): ModuleVersion {
  const at = escaped.lastIndexOf('@')
  if (at < 0) throw new GoferryError('bad-version', { subject: escaped })
  return checkedModule(parsePath(escaped.slice(0, at)), unescapeVersion(escaped.slice(at + 1)))
}

/** `file` is what stands after `@v/`: `list`, or an escaped version or query with the ending of its part. */
function parseVersionFile(escapedPath: string, file: string): GoRequest | undefined {
  const dot = file.lastIndexOf('.')
  const part = KINDS.find(kind => kind === file.slice(dot + 1))
  if (file !== 'list' && (dot < 0 || part === undefined)) return undefined
  const path = parsePath(escapedPath)
  if (part === undefined) return { kind: 'list', path }
  const version = unescapeVersion(file.slice(0, dot))
  if (isVersionOf(path, version)) return { kind: 'part', module: checkedModule(path, version), part }
  if (part === 'info') return { kind: 'query', path, query: version }
  throw new GoferryError('bad-version', { subject: version, reason: 'answer.not-canonical' })
}

/**
 * Whether `version` names a version of `path` for ever. Another major
 * version is a query (cmd/go `modfetch.proxyRepo.Stat`).
 */
function isVersionOf(path: string, version: string): boolean {
  return isCanonicalVersion(version) && matchesPathMajor(version, splitPathVersion(path)?.pathMajor ?? '')
}

function parsePath(escaped: string): string {
  const path = unescapePath(escaped)
  checkStorable('bad-module-path', path, latestKey(path))
  return path
}

function checkedModule(path: string, version: string): ModuleVersion {
  checkVersion(path, version)
  const module = { path, version }
  checkStorable('bad-version', version, blobKey('public', module, 'info'))
  return module
}

/** Throws `code` about `subject` where no store could hold `key`. */
function checkStorable(code: 'bad-module-path' | 'bad-version', subject: string, key: string): void {
  try {
    checkKey(key)
  } catch (cause) {
    if (!(cause instanceof GoferryError) || cause.reason === undefined) throw cause
    throw new GoferryError(code, { subject, reason: cause.reason, params: cause.params, cause })
  }
}

function decoded(urlPath: string): string {
  try {
    return decodeURIComponent(urlPath)
  } catch (cause) {
    if (cause instanceof URIError) throw new GoferryError('bad-module-path', { subject: urlPath, cause })
    throw cause
  }
}
