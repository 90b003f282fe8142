import { checkFilePath } from '../module/file-path.ts'
import { badZip, tooLarge, tooManyEntries } from './bad-zip.ts'
import type { ZipMember } from './central-directory.ts'
import { foldName } from './fold.ts'
import { maxEntries, maxRootFileBytes, maxZipBytes } from './limits.ts'
import { NameSet } from './name-set.ts'

/**
 * Holds the entries of a module's zip against the rules of x/mod zip: CheckZip, by what the central directory declares.
 * Stricter than Go in two cases, each a reason of its own: an entry for a directory, which Go passes over although it
 * changes `h1:`, and a mode that is not a regular file's, which Go does not look at.
 * `subject` is `path@version`. Throws `bad-zip` or `too-large`.
 */
export function checkModuleFiles(entries: readonly ZipMember[], subject: string): void {
  const prefix = `${subject}/`
  const names = new NameSet()
  let total = 0
  for (const entry of entries) {
    const file = fileOf(entry, prefix, subject)
    const collision = names.add(file)
    if (collision) throw badZip(subject, collision.reason, collision.params)
    if (names.size > maxEntries) throw tooManyEntries(subject)
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

const dosDirectoryOrLabel = 0x10 | 0x08
