import { isGoferryError } from '../errors.ts'
import type { MessageKey } from '../messages/catalogue.ts'
import type { Params } from '../messages/text.ts'
import { parseGoModLax } from '../modfile/gomod.ts'
import { checkFilePath } from '../module/file-path.ts'
import { foldName } from './fold.ts'
import { maxRootFileBytes, maxZipBytes } from './limits.ts'
import { NameSet } from './name-set.ts'

/** A regular file of a folder, by its `/`-separated path below it. */
export interface SourceFile {
  readonly path: string
  /** In bytes. */
  readonly size: number
}

/** A file or folder that does not come into the zip, and why. */
export interface LeftOut {
  readonly path: string
  readonly reason: MessageKey
  readonly params: Params
}

/** What of a folder comes into the zip of its module (x/mod zip: CheckedFiles). */
export interface SourceVerdict<F extends SourceFile> {
  readonly valid: readonly F[]
  /** Left out without harm. */
  readonly omitted: readonly LeftOut[]
  /** What keeps the folder from being a module: as long as there is any, there is no zip. */
  readonly invalid: readonly LeftOut[]
  /** Whether the files together are larger than 500 MiB. */
  readonly isTooLarge: boolean
}

/** The folders of version control, which are never part of a module. */
export const controlFolders: ReadonlySet<string> = new Set(['.bzr', '.git', '.hg', '.svn'])

/** Whether the go.mod asks for Go 1.24 or later, from where on the rules of `vendor` are others. A bad one does not. */
export function hasNewVendorRule(goMod: Uint8Array): boolean {
  try {
    const { go = '' } = parseGoModLax('go.mod', goMod)
    // Go's own `gover.Parse`: a release candidate of a patch release is no version.
    const [, major, minor] = /^(\d+)\.(\d+)(?:\.\d+|[a-z]+(?:0|[1-9]\d*))?$/.exec(go) ?? []
    return Number(major) > 1 || (major === '1' && Number(minor) >= 24)
  } catch (error) {
    if (isGoferryError(error, 'bad-gomod')) return false
    throw error
  }
}

/**
 * Whether what lies at `path` is a vendored package (x/mod zip: isVendoredPackage). Before Go 1.24 everything below a
 * `vendor` that is not at the root counted as one, and `vendor/modules.txt` did not.
 */
export function isVendored(path: string, newRule: boolean): boolean {
  if (newRule && path === 'vendor/modules.txt') return true
  if (path.startsWith('vendor/')) return path.includes('/', 'vendor/'.length)
  const at = path.indexOf('/vendor/')
  return at >= 0 && (!newRule || path.includes('/', at + '/vendor/'.length))
}

/**
 * Holds the regular files of a folder, in the order of a walk through it, against the rules of x/mod zip: CheckFiles.
 * What is vendored, under version control or no regular file was left out by whoever made the list.
 */
export function checkSourceFiles<F extends SourceFile>(files: readonly F[]): SourceVerdict<F> {
  const roots = moduleRoots(files)
  const names = new NameSet()
  const [valid, omitted, invalid]: [F[], LeftOut[], LeftOut[]] = [[], [], []]
  let left = maxZipBytes
  let isTooLarge = false
  for (const file of files) {
    const out = whyOmitted(file.path, roots)
    if (out !== undefined) {
      omitted.push(out)
      continue
    }
    const fault = whyInvalid(file.path, names)
    if (fault === undefined) {
      if (file.size <= left) left -= file.size
      else isTooLarge = true
    }
    const bad = fault ?? whyTooLarge(file)
    if (bad === undefined) valid.push(file)
    else invalid.push(bad)
  }
  return { valid, omitted, invalid, isTooLarge }
}

/** The folders, with a slash behind, that have a go.mod in whatever case. */
function moduleRoots(files: readonly SourceFile[]): ReadonlySet<string> {
  const roots = new Set<string>()
  for (const { path } of files) {
    const base = path.lastIndexOf('/') + 1
    if (base > 0 && foldName(path.slice(base)) === 'go.mod') roots.add(path.slice(0, base))
  }
  return roots
}

function whyOmitted(path: string, roots: ReadonlySet<string>): LeftOut | undefined {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    if (roots.has(path.slice(0, slash + 1))) return { path, reason: 'source.other-module', params: {} }
  }
  return path === '.hg_archival.txt' ? { path, reason: 'source.hg-archival', params: {} } : undefined
}

function whyInvalid(path: string, names: NameSet): LeftOut | undefined {
  try {
    checkFilePath(path)
  } catch (error) {
    if (!isGoferryError(error, 'bad-file-path')) throw error
    return { path, reason: error.reason ?? 'zip.file-name', params: error.params }
  }
  if (path.toLowerCase() === 'go.mod' && path !== 'go.mod')
    return { path, reason: 'zip.gomod-case', params: { name: path } }
  const collision = names.add(path)
  return collision && { path, ...collision }
}

function whyTooLarge({ path, size }: SourceFile): LeftOut | undefined {
  if ((path !== 'go.mod' && path !== 'LICENSE') || size <= maxRootFileBytes) return undefined
  return { path, reason: 'zip.file-limit', params: { name: path, bytes: maxRootFileBytes } }
}
