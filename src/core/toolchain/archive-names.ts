import { GoferryError } from '../errors.ts'
import { printable } from '../messages/text.ts'
import { foldName } from '../zip/fold.ts'
import { maxEntries, maxNameBytes } from '../zip/limits.ts'
import { archiveRoot } from './archive-form.ts'

/** Bytes of all files of an archive together; Go's own have under 300 MB. */
const maxUnpackedBytes = 2 ** 31

/**
 * The names of an archive as they come: each plain, below `go/`, once, also where case does not count, and not too many
 * (abuse cases A04 to A07).
 */
export class ArchiveNames {
  readonly #subject: string
  readonly #files = new Set<string>()
  readonly #folders = new Set<string>()
  /** Each file and folder as it is spelt, by its folded name. */
  readonly #spelt = new Map<string, string>()
  #bytes = 0

  /** `subject` is the name of the archive, for errors. */
  constructor(subject: string) {
    this.#subject = subject
  }

  /** How many files there were, and their bytes. */
  get total(): { readonly files: number; readonly unpackedBytes: number } {
    return { files: this.#files.size, unpackedBytes: this.#bytes }
  }

  /** Whether a file came under this name below `go/`. */
  has(name: string): boolean {
    return this.#files.has(name)
  }

  /** Takes a folder. Throws `bad-archive`. */
  addFolder(name: string): void {
    const path = this.#below(name.replace(/\/$/, ''))
    if (path !== '') this.#take(`${path}/.`)
  }

  /** Takes a file of `size` bytes; gives its name below `go/`. Throws `bad-archive`. */
  addFile(name: string, size: number): string {
    const path = this.#below(name)
    if (path === '' || this.#files.has(path) || this.#folders.has(path)) throw this.#refuse('archive.twice', name)
    this.#take(path)
    this.#spell(path)
    this.#files.add(path)
    this.#bytes += size
    if (this.#bytes > maxUnpackedBytes) throw this.#tooMuch()
    return path
  }

  /** Notes the folders above `path`, none of which may be a file. */
  #take(path: string): void {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      const folder = path.slice(0, at)
      if (this.#files.has(folder)) throw this.#refuse('archive.twice', folder)
      if (!this.#folders.has(folder)) this.#spell(folder)
      this.#folders.add(folder)
    }
    if (this.#files.size + this.#folders.size > maxEntries) throw this.#tooMuch()
  }

  /** On a disk where case does not count, one of two such names would be written over the other. */
  #spell(path: string): void {
    const folded = foldName(path)
    const other = this.#spelt.get(folded)
    if (other !== undefined && other !== path) throw this.#refuse('archive.case', path)
    this.#spelt.set(folded, path)
  }

  /** What stands behind `go/`; '' for `go` itself. */
  #below(name: string): string {
    const [root, ...rest] = name.split('/')
    const isPlain = rest.every(element => element !== '' && element !== '.' && element !== '..')
    if (
      root === archiveRoot &&
      isPlain &&
      name.length <= maxNameBytes &&
      !name.includes('\\') &&
      printable(name) === name
    )
      return rest.join('/')
    throw this.#refuse('archive.name', name)
  }

  #refuse(reason: 'archive.name' | 'archive.twice' | 'archive.case', name: string): GoferryError {
    const params = { name: printable(name.slice(0, 200)) }
    return new GoferryError('bad-archive', { subject: this.#subject, reason, params })
  }

  #tooMuch(): GoferryError {
    const params = { files: maxEntries, bytes: maxUnpackedBytes }
    return new GoferryError('too-large', { subject: this.#subject, reason: 'archive.limit', params })
  }
}
