import type { ModuleVersion } from '../module/module-version.ts'
import { toolchainOfArchive } from './archive-name.ts'
import { toolchainPath, toolchainVersion } from './toolchain.ts'
import { isVendorLabel, vendorPath } from './vendor.ts'

/** What a client asks of the download site. */
export type DlRequest =
  /** The releases of one channel, as JSON. */
  | { readonly kind: 'list'; readonly path: string; readonly all: boolean }
  /** An archive, or with `digest` the text of its SHA-256. */
  | { readonly kind: 'archive'; readonly module: ModuleVersion; readonly name: string; readonly digest: boolean }

/**
 * Reads what stands behind `/dl/` and the query: `?mode=json[&include=all]`, `go1.26.8.linux-amd64.tar.gz`,
 * `….tar.gz.sha256`, and the same below `LABEL/`, the channel of a vendor. Undefined for anything else.
 */
export function parseDlRequest(rest: string, query: URLSearchParams): DlRequest | undefined {
  const [, label, name = ''] = /^(?:([^/]*)\/)?([^/]*)$/.exec(rest) ?? []
  if (label !== undefined && !isVendorLabel(label)) return undefined
  const path = label === undefined ? toolchainPath : vendorPath(label)
  if (name === '')
    return query.get('mode') === 'json' ? { kind: 'list', path, all: query.get('include') === 'all' } : undefined
  const digest = name.endsWith('.sha256')
  const archive = digest ? name.slice(0, -'.sha256'.length) : name
  const toolchain = toolchainOfArchive(archive)
  if (toolchain === undefined) return undefined
  return { kind: 'archive', module: { path, version: toolchainVersion(toolchain) }, name: archive, digest }
}
