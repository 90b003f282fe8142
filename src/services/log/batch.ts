import type { Entry } from '../../core/log/entry.ts'
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
   * `bad-entry` where one contradicts the log or a caller before, `bad-module-path`, `bad-version` or `bad-file-path`
   * for a record that no lookup can be published of.
   */
  add(leaves: readonly Leaf[]): void {
    for (const { entry } of leaves) {
      if (entry.kind === 'record') checkKey(lookupKey(this.#name, entry))
      if ('path' in entry) this.#draftFromPublished(entry.path, entry.version)
    }
    this.#draft.check(leaves.map(leaf => leaf.entry))
    for (const leaf of leaves) {
      if (!this.#isNews(leaf.entry)) continue
      this.#draft.apply(this.#draft.size, leaf.entry)
      this.leaves.push(leaf)
    }
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

  #isNews(entry: Entry): boolean {
    if (entry.kind === 'unknown') return true
    if (entry.kind === 'proofs') return (this.#draft.proofs ?? this.#published.proofs)?.sha256 !== entry.sha256
    const known = this.#draft.version(entry.path, entry.version)
    return known === undefined || changes(known, entry)
  }
}

/** Whether `entry`, which does not contradict `known`, says more than it. */
function changes(known: KnownVersion, entry: Exclude<Entry, { kind: 'proofs' | 'unknown' }>): boolean {
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
