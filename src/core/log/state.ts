import { GoferryError } from '../errors.ts'
import type { MessageKey } from '../messages/catalogue.ts'
import type { Entry, ImportEntry, ProofsEntry } from './entry.ts'
import { detach, type KnownVersion, PackedVersion } from './known-version.ts'

/** An import entry and its number. */
export interface KnownImport extends ImportEntry {
  readonly id: number
}

/** What a log says, folded from its entries in their order. */
export class LogState {
  #size = 0
  #proofs: (ProofsEntry & { id: number }) | undefined
  readonly #imports: KnownImport[] = []
  readonly #modules = new Map<string, Map<string, PackedVersion>>()
  /** The few places that zips come from, each held once. */
  readonly #sources = new Map<string, string>()

  /** How many entries were applied; the id of the next one. */
  get size(): number {
    return this.#size
  }

  /** The newest `proofs` entry, or undefined. */
  get proofs(): (ProofsEntry & { id: number }) | undefined {
    return this.#proofs
  }

  /** What was imported, in the order of the entries. */
  get imports(): readonly KnownImport[] {
    return this.#imports
  }

  /** How far the log of the mirror `origin` was taken: of its newest import; undefined where none was. */
  cursor(origin: string): KnownImport | undefined {
    return this.#imports.findLast(each => each.origin === origin)
  }

  /** The import that entry `id` was taken in; undefined where it came in another way. */
  importOf(id: number): KnownImport | undefined {
    const latest = this.#imports.findLast(each => each.id < id)
    return latest !== undefined && id <= latest.id + latest.entries ? latest : undefined
  }

  /**
   * Takes entry `id`, the next one; a leaf that refuses changes nothing.
   *
   * A later `zip` of a version replaces the earlier: bytes that were fetched again may be compressed in another way,
   * and are as good under the same `h1:`. The same goes for an `archive` that was made from a zip; the publisher's own
   * takes its place and stays. A second record or info must equal the first: it changes nothing.
   *
   * Throws `bad-entry`: another id than `size`; a record, info or publisher's archive that contradicts the first;
   * anything but a record of a version that has none; an import that goes back, or to another tree of the same size.
   */
  apply(id: number, entry: Entry): void {
    if (id !== this.#size) throw refusal(entry, 'entry-order', { id, expected: this.#size })
    if (entry.kind === 'proofs') this.#proofs = { ...entry, id }
    else if (entry.kind === 'import') this.#applyImport(id, entry)
    else if (entry.kind !== 'unknown') this.#applyToVersion(id, entry)
    this.#size++
  }

  /** Whether `entries` could be applied next, in this order. Throws as `apply` does, and changes nothing. */
  check(entries: readonly Entry[]): void {
    const trial = new LogState()
    for (const entry of entries) {
      const cursor = entry.kind === 'import' ? this.cursor(entry.origin) : undefined
      if (entry.kind === 'import' && cursor && !trial.cursor(entry.origin)) trial.apply(trial.size, cursor)
      const sum = 'path' in entry ? this.version(entry.path, entry.version) : undefined
      if (!('path' in entry) || sum === undefined || trial.version(entry.path, entry.version) !== undefined) continue
      const { path, version } = entry
      trial.apply(trial.size, { kind: 'record', path, version, h1Zip: sum.record.h1Zip, h1Mod: sum.record.h1Mod })
      if (sum.info) trial.apply(trial.size, { kind: 'info', path, version, sha256: sum.info.sha256 })
      if (sum.archive) trial.apply(trial.size, { ...sum.archive, kind: 'archive', path, version })
    }
    for (const entry of entries) trial.apply(trial.size, entry)
  }

  /** What is known of a version, or undefined where it has no record. */
  version(path: string, version: string): KnownVersion | undefined {
    return this.#modules.get(path)?.get(version)?.unpack()
  }

  /** Every version of `path` with a record, in the order of the records; none for an unknown path. */
  versions(path: string): string[] {
    return [...(this.#modules.get(path)?.keys() ?? [])]
  }

  /** The versions of `path` of which record, info and zip are known, recalled ones too (a matter of visibility). */
  complete(path: string): string[] {
    const versions = [...(this.#modules.get(path) ?? [])]
    return versions.filter(([, known]) => known.complete).map(([version]) => version)
  }

  /** Whether the log has an entry of the module `path`. */
  knows(path: string): boolean {
    return this.#modules.has(path)
  }

  /** Every module with an entry, in the order of the first ones. */
  paths(): IterableIterator<string> {
    return this.#modules.keys()
  }

  #applyImport(id: number, entry: ImportEntry): void {
    const { size, root } = this.cursor(entry.origin) ?? entry
    if (entry.size < size || (entry.size === size && entry.root !== root)) throw refusal(entry, 'entry-import-back')
    this.#imports.push({ ...entry, id })
  }

  #applyToVersion(id: number, entry: Exclude<Entry, { kind: 'proofs' | 'import' | 'unknown' }>): void {
    const known = this.#modules.get(entry.path)?.get(entry.version)
    if (entry.kind === 'record') {
      if (known && !known.hasHashes(entry)) throw refusal(entry, 'entry-record-changed')
      if (!known) this.#add(entry.path, entry.version, new PackedVersion(id, entry))
      return
    }
    if (!known) throw refusal(entry, 'entry-before-record')
    if (entry.kind === 'info' && known.hasOtherInfo(entry)) throw refusal(entry, 'entry-info-changed')
    if (entry.kind === 'archive' && known.hasOtherArchive(entry)) throw refusal(entry, 'entry-archive-changed')
    if (entry.kind === 'archive') known.setArchive(id, entry)
    else if (entry.kind === 'info') known.setInfo(id, entry)
    else if (entry.kind === 'zip') known.setZip(id, entry, this.#shared(entry.from))
    else known.setRecalled(entry.kind === 'recall' ? entry.reason : undefined)
  }

  #add(path: string, version: string, known: PackedVersion): void {
    const versions = this.#modules.get(path)
    if (versions) versions.set(detach(version), known)
    else this.#modules.set(detach(path), new Map([[detach(version), known]]))
  }

  #shared(from: string): string {
    const shared = this.#sources.get(from) ?? detach(from)
    this.#sources.set(shared, shared)
    return shared
  }
}

function refusal(entry: Entry, reason: MessageKey, params = {}): GoferryError {
  const subject = 'path' in entry ? `${entry.kind} ${entry.path}@${entry.version}` : entry.kind
  return new GoferryError('bad-entry', { subject, reason, params })
}
