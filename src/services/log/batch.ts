import { GoferryError } from '../../core/errors.ts'
import type { Entry, ImportEntry } from '../../core/log/entry.ts'
import type { KnownVersion } from '../../core/log/known-version.ts'
import { LogState } from '../../core/log/state.ts'
import { checkKey } from '../../core/tree/check-key.ts'
import { lookupKey } from '../../core/tree/log-keys.ts'
import type { Leaf } from './sequencer.ts'

/** What one commit will append: the leaves of its callers that say something new, in the order of the callers. */
export class Batch {
  /** The leaves taken so far. */
  readonly leaves: Leaf[] = []
  readonly #name: string
  readonly #published: LogState
  /** The versions that this batch speaks of: as published, and what the batch adds. */
  readonly #draft = new LogState()

  /** For the log `name`, on top of `published`, which must not change while the batch is put together. */
  constructor(name: string, published: LogState) {
    this.#name = name
    this.#published = published
  }

  /**
   * Takes those of `leaves` that change what the log says: all that do, or none where one is refused. Throws
   * `bad-entry` where one contradicts the log or a caller before, or an import does not count what follows it;
   * `bad-module-path`, `bad-version` or `bad-file-path` for a record that no lookup can be published of.
   */
  add(leaves: readonly Leaf[]): void {
    this.#checkImport(leaves)
    this.#take(leaves)
  }

  #take(leaves: readonly Leaf[]): void {
    for (const { entry } of leaves) {
      if (entry.kind === 'record') checkKey(lookupKey(this.#name, entry))
      if ('path' in entry) this.#draftFromPublished(entry.path, entry.version)
      if (entry.kind === 'import') this.#draftCursor(entry.origin)
    }
    this.#draft.check(leaves.map(leaf => leaf.entry))
    for (const leaf of leaves) {
      if (!this.#isNews(leaf.entry)) continue
      this.#draft.apply(this.#draft.size, leaf.entry)
      this.leaves.push(leaf)
    }
  }

  /** An import counts the entries that came with it: all that follow must be news, or whence they came is a lie. */
  #checkImport(leaves: readonly Leaf[]): void {
    const [first] = leaves
    if (first?.entry.kind !== 'import') return
    const trial = new Batch(this.#name, this.#published)
    trial.#take([...this.leaves, ...leaves])
    const added = trial.leaves.length - this.leaves.length
    const isWhole = first.entry.entries === leaves.length - 1 && added === leaves.length
    if (!isWhole && !(leaves.length === 1 && added === 0))
      throw new GoferryError('bad-entry', { subject: first.entry.kind, reason: 'entry-import-count' })
  }

  #draftFromPublished(path: string, version: string): void {
    const known = this.#published.version(path, version)
    if (known === undefined || this.#draft.version(path, version) !== undefined) return
    const { record, info, zip, archive, recalled } = known
    const say = (entry: Entry) => this.#draft.apply(this.#draft.size, entry)
    say({ kind: 'record', path, version, h1Zip: record.h1Zip, h1Mod: record.h1Mod })
    if (info) say({ kind: 'info', path, version, sha256: info.sha256 })
    if (zip) say({ ...zip, kind: 'zip', path, version })
    if (archive) say({ ...archive, kind: 'archive', path, version })
    if (recalled !== undefined) say({ kind: 'recall', path, version, reason: recalled, at: '' })
  }

  /** How far that log was taken before. */
  #draftCursor(origin: string): void {
    const cursor = this.#published.cursor(origin)
    if (cursor !== undefined && this.#draft.cursor(origin) === undefined) this.#draft.apply(this.#draft.size, cursor)
  }

  /** Whether the cursor stands just there, by the same bundle. */
  #isThere({ origin, size, bundle }: ImportEntry): boolean {
    const cursor = this.#draft.cursor(origin)
    return cursor?.size === size && cursor.bundle === bundle
  }

  #isNews(entry: Entry): boolean {
    if (entry.kind === 'unknown') return true
    if (entry.kind === 'import') return entry.entries > 0 || !this.#isThere(entry)
    if (entry.kind === 'proofs') return (this.#draft.proofs ?? this.#published.proofs)?.sha256 !== entry.sha256
    const known = this.#draft.version(entry.path, entry.version)
    return known === undefined || changes(known, entry)
  }
}

/** Whether `entry`, which does not contradict `known`, says more than it. */
function changes(known: KnownVersion, entry: Exclude<Entry, { kind: 'proofs' | 'import' | 'unknown' }>): boolean {
  switch (entry.kind) {
    case 'record':
      return false
    case 'info':
      return known.info === undefined
    case 'zip':
      return known.zip?.sha256 !== entry.sha256
    case 'archive':
      return known.archive?.sha256 !== entry.sha256 || known.archive.recipe !== entry.recipe
    case 'recall':
      return known.recalled !== entry.reason
    case 'restore':
      return known.recalled !== undefined
  }
}
