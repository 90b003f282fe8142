import { GoferryError } from '../errors.ts'
import { unescapePath, unescapeVersion } from '../module/escape.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { isCanonicalVersion } from '../module/version.ts'
import { KINDS, type Kind } from '../tree/keys.ts'

/** What a client asks of a GOPROXY, decoded and checked. */
export type GoRequest =
  | { readonly kind: 'list'; readonly path: string }
  | { readonly kind: 'latest'; readonly path: string }
  | { readonly kind: 'part'; readonly module: ModuleVersion; readonly part: Kind }
  /** `.info` of what is no version: a branch, a commit, a version prefix. */
  | { readonly kind: 'query'; readonly path: string; readonly query: string }
  /** A path below `/sumdb/NAME/`, not decoded further. */
  | { readonly kind: 'sumdb'; readonly name: string; readonly rest: string }

/**
 * Reads the path of a URL below the proxy's base (`/github.com/%21burnt/toml/@v/v1.0.0.mod`; no query), as the GOPROXY protocol defines
 * it (go.dev/ref/mod#goproxy-protocol). Gives undefined for a path that is no part of the protocol. Throws `bad-module-path`
 * or `bad-version` where it is but a name in it is malformed: not decodable, not escaped, or no path at all (abuse case A05).
 */
export function parseGoRequest(urlPath: string): GoRequest | undefined {
  const path = decoded(urlPath)
  if (path === undefined) throw new GoferryError('bad-module-path', { subject: urlPath })
  const sumdb = /^\/sumdb\/([^/]+)\/(.+)$/s.exec(path)
  if (sumdb) return { kind: 'sumdb', name: sumdb[1] ?? '', rest: sumdb[2] ?? '' }
  if (path.endsWith('/@latest')) return { kind: 'latest', path: unescapePath(path.slice(1, -'/@latest'.length)) }
  const at = path.indexOf('/@v/')
  if (at < 0) return undefined
  return parseVersionFile(unescapePath(path.slice(1, at)), path.slice(at + '/@v/'.length))
}

/** `file` is what stands after `@v/`: `list`, or an escaped version or query with the ending of its part. */
function parseVersionFile(path: string, file: string): GoRequest | undefined {
  if (file === 'list') return { kind: 'list', path }
  const dot = file.lastIndexOf('.')
  const part = KINDS.find(kind => kind === file.slice(dot + 1))
  if (dot < 0 || part === undefined) return undefined
  const version = unescapeVersion(file.slice(0, dot))
  if (isCanonicalVersion(version)) return { kind: 'part', module: { path, version }, part }
  if (part === 'info') return { kind: 'query', path, query: version }
  throw new GoferryError('bad-version', { subject: version, reason: 'answer.not-canonical' })
}

function decoded(urlPath: string): string | undefined {
  try {
    return decodeURIComponent(urlPath)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
