import { isGoferryError } from '../../core/errors.ts'
import { parseModuleVersion } from '../../core/goproxy/request.ts'
import type { ProofsEntry } from '../../core/log/entry.ts'
import type { Verifier } from '../../core/note/key.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'
import { formatLookup } from '../../core/sumdb/lookup.ts'
import { type HashTile, parseTilePath, tileHeight } from '../../core/tlog/tile.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Store } from '../../ports/store.ts'
import { LeftByRelay } from './left-by-relay.ts'
import { ProofsBlob } from './proofs-blob.ts'

/**
 * Answers for the public database from what is recorded: every lookup under the one head of the newest blob, tiles cut
 * from the widest that is held. Asks nobody.
 */
export class Replay {
  readonly #store: Store
  readonly #newest: () => ProofsEntry | undefined
  readonly #verifier: Verifier
  readonly #journal: Journal
  readonly #left: LeftByRelay
  #opened: { readonly sha256: string; readonly blob: ProofsBlob } | undefined
  #opening: { readonly sha256: string; readonly blob: Promise<ProofsBlob | undefined> } | undefined
  /** What is damaged, by the stamp of its file: it is not read again until the file is another. */
  #bad = ''

  /** `newest`: the newest `proofs` entry of the log; `verifier`: that of the database. */
  constructor(deps: { store: Store; newest(): ProofsEntry | undefined; verifier: Verifier; journal: Journal }) {
    this.#store = deps.store
    this.#newest = deps.newest
    this.#verifier = deps.verifier
    this.#journal = deps.journal
    this.#left = new LeftByRelay(deps)
  }

  /**
   * What the newest blob answers to `lookup/…` or `tile/…`; undefined where it does not have it. A damaged blob is as
   * good as none, and is told to the journal. Throws what is malformed in `rest`, and what the store throws.
   */
  async recorded(rest: string): Promise<Uint8Array | undefined> {
    return this.#fromBlob(blob => answer(blob, rest))
  }

  /**
   * Where there is nobody to ask: what earlier answers left behind of a record or tile, and the newest head that was
   * served. Undefined for nothing. Throws as `recorded` does.
   */
  async kept(rest: string): Promise<Uint8Array | undefined> {
    if (rest === 'latest')
      return (await this.#left.newest())?.note ?? this.#fromBlob(async blob => blob.proofs.heads[0].note)
    if (rest.startsWith('lookup/')) return this.#left.lookup(parseModuleVersion(rest.slice('lookup/'.length)))
    const tile = hashTileAt(rest)
    return tile && this.#left.tile(tile)
  }

  async #fromBlob<T>(use: (blob: ProofsBlob) => Promise<T | undefined>): Promise<T | undefined> {
    const entry = this.#newest()
    if (entry === undefined) return undefined
    try {
      const blob = await this.#blob(entry)
      return blob && (await use(blob))
    } catch (error) {
      if (!isGoferryError(error, 'store-damaged', 'bad-proof', 'bad-note')) throw error
      await this.#tellBad(entry)
      return undefined
    }
  }

  /** The newest blob; while that is not there yet, the one before. */
  async #blob(entry: ProofsEntry): Promise<ProofsBlob | undefined> {
    const { sha256 } = entry
    if (this.#opened?.sha256 === sha256) return this.#opened.blob
    if (this.#bad !== '' && (await this.#stamp(entry)) === this.#bad) return undefined
    if (this.#opening?.sha256 !== sha256)
      this.#opening = { sha256, blob: ProofsBlob.open(this.#store, entry, [this.#verifier]) }
    const opening = this.#opening
    try {
      const blob = await opening.blob
      if (blob !== undefined) this.#opened = { sha256, blob }
    } finally {
      if (this.#opening === opening) this.#opening = undefined
    }
    return this.#opened?.blob
  }

  async #tellBad(entry: ProofsEntry): Promise<void> {
    this.#opened = undefined
    const stamp = await this.#stamp(entry)
    if (stamp === this.#bad) return
    this.#bad = stamp
    this.#journal.error('proofs-damaged', { key: proofsKey(entry.sha256) })
  }

  async #stamp({ sha256 }: ProofsEntry): Promise<string> {
    return `${sha256} ${(await this.#store.stat(proofsKey(sha256)))?.stamp ?? ''}`
  }
}

async function answer(blob: ProofsBlob, rest: string): Promise<Uint8Array | undefined> {
  if (rest.startsWith('lookup/')) {
    const record = blob.record(parseModuleVersion(rest.slice('lookup/'.length)))
    return record && formatLookup({ ...record, head: blob.proofs.heads[0].note })
  }
  const tile = hashTileAt(rest)
  return tile && blob.tile(tile)
}

/** The hash tile that `rest` names; undefined for what is none of ours. Throws `bad-tile` for a malformed one. */
function hashTileAt(rest: string): HashTile | undefined {
  if (!rest.startsWith('tile/')) return undefined
  const tile = parseTilePath(rest)
  return tile.level === 'data' || tile.height !== tileHeight ? undefined : tile
}
