import type { ModuleVersion } from '../module/module-version.ts'
import { toolchainOfArchive } from './archive-name.ts'
import { toolchainPath, toolchainVersion } from './toolchain.ts'
import { isVendorLabel, vendorPath } from './vendor.ts'

/** What a client asks of the download site. */
export type DlRequest =
  /** The releases of one channel, as JSON. */
  | { readonly kind: 'list'; readonly path: string; readonly all: boolean }
  /** The same as a page for people; `toFolder` leads from its URL to the archives. */
  | { readonly kind: 'page'; readonly path: string; readonly toFolder: string }
  /** An archive, or with `digest` the text of its SHA-256. */
  | { readonly kind: 'archive'; readonly module: ModuleVersion; readonly name: string; readonly digest: boolean }

/**
 * Reads a path that begins with `/dl`, and the query: `/dl/` with or without `?mode=json[&include=all]`,
 * `/dl/go1.26.8.linux-amd64.tar.gz`, `….tar.gz.sha256`, and the same below `/dl/LABEL/`, the channel of a vendor.
 * Undefined for anything else.
 */
export function parseDlRequest(target: string, query: URLSearchParams): DlRequest | undefined {
  const toFolder = target === '/dl' ? 'dl/' : ''
  const rest = target.slice('/dl/'.length)
  const match = /^(?:([^/]*)\/)?([^/]*)$/.exec(rest)
  if (match === null) return undefined
  const [, label, name = ''] = match
  if (label !== undefined && !isVendorLabel(label)) return undefined
  const path = label === undefined ? toolchainPath : vendorPath(label)
  if (name === '' && query.get('mode') === 'json') return { kind: 'list', path, all: query.get('include') === 'all' }
  if (name === '') return { kind: 'page', path, toFolder }
  const digest = name.endsWith('.sha256')
  const archive = digest ? name.slice(0, -'.sha256'.length) : name
  const toolchain = toolchainOfArchive(archive)
  if (toolchain === undefined) return undefined
  return { kind: 'archive', module: { path, version: toolchainVersion(toolchain) }, name: archive, digest }
}
