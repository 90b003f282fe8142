import { checkFilePath } from '../module/file-path.ts'
import { badZip, tooLarge, tooManyEntries } from './bad-zip.ts'
import type { ZipMember } from './central-directory.ts'
import { foldName } from './fold.ts'
import { maxEntries, maxRootFileBytes, maxZipBytes } from './limits.ts'

/**
 * Holds the entries of a module's zip against the rules of x/mod zip: CheckZip, by what the central directory declares.
 * Stricter than Go in two cases, each a reason of its own: an entry for a directory, which Go passes over although it
 * changes `h1:`, and a mode that is not a regular file's, which Go does not look at.
 * `subject` is `path@version`. Throws `bad-zip` or `too-large`.
 */
export function checkModuleFiles(entries: readonly ZipMember[], subject: string): void {
  const prefix = `${subject}/`
  const names = new NameSet(subject)
  let total = 0
  for (const entry of entries) {
    const file = fileOf(entry, prefix, subject)
    names.add(file)
    checkGoModName(file, subject)
    total += entry.size
    if (total > maxZipBytes) throw tooLarge(subject, 'zip.unpacked-limit', maxZipBytes)
    if ((file === 'go.mod' || file === 'LICENSE') && entry.size > maxRootFileBytes) {
      throw tooLarge(subject, 'zip.file-limit', maxRootFileBytes, file)
    }
  }
}

/** The entry's path below the module root. */
function fileOf(entry: ZipMember, prefix: string, subject: string): string {
  const name = entry.name
  if (!name.startsWith(prefix)) throw badZip(subject, 'zip.prefix', { name, prefix })
  if (name.endsWith('/')) throw badZip(subject, 'zip.directory-entry', { name })
  const kind = (entry.attributes >>> 16) & 0o170000
  const isRegular = (kind === 0 || kind === 0o100000) && (entry.attributes & dosDirectoryOrLabel) === 0
  if (!isRegular) throw badZip(subject, 'zip.irregular', { name })
  const file = name.slice(prefix.length)
  try {
    checkFilePath(file)
  } catch (cause) {
    throw badZip(subject, 'zip.file-name', { name }, cause)
  }
  return file
}

function checkGoModName(file: string, subject: string): void {
  const base = file.slice(file.lastIndexOf('/') + 1)
  if (foldName(base) !== 'go.mod') return
  if (base !== file) throw badZip(subject, 'zip.gomod-place', { name: file })
  if (file !== 'go.mod') throw badZip(subject, 'zip.gomod-case', { name: file })
}

/** The files and folders so far, which must stay apart on every file system (x/mod zip: collisionChecker). */
class NameSet {
  readonly #subject: string
  /** By folded path. */
  readonly #taken = new Map<string, { readonly path: string; readonly isFolder: boolean }>()

  constructor(subject: string) {
    this.#subject = subject
  }

  /**
   * Adds a file and the folders above it. Their number is bounded, for a name of 4,096 bytes has up to 2,048 of them.
   */
  add(file: string): void {
    let path = file
    let folded = foldName(file)
    let isFolder = false
    while (!this.#isKnown(path, folded, isFolder)) {
      this.#taken.set(folded, { path, isFolder })
      if (this.#taken.size > maxEntries) throw tooManyEntries(this.#subject)
      const slash = path.lastIndexOf('/')
      if (slash < 0) return
      path = path.slice(0, slash)
      folded = folded.slice(0, folded.lastIndexOf('/'))
      isFolder = true
    }
  }

  /** Whether `path` is there already, as the folder that it is now. */
  #isKnown(path: string, folded: string, isFolder: boolean): boolean {
    const other = this.#taken.get(folded)
    if (!other) return false
    if (other.path !== path) throw badZip(this.#subject, 'zip.case-collision', { name: path, other: other.path })
    if (other.isFolder !== isFolder) throw badZip(this.#subject, 'zip.file-and-directory', { name: path })
    if (!isFolder) throw badZip(this.#subject, 'zip.duplicate', { name: path })
    return true
  }
}

const dosDirectoryOrLabel = 0x10 | 0x08
