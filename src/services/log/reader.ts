import { sameBytes } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import { parseEntry } from '../../core/log/parse-entry.ts'
import { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { goSumLines } from '../../core/sumdb/go-sum-lines.ts'
import { formatLookup } from '../../core/sumdb/lookup.ts'
import { formatDataTile, formatEntryBundle } from '../../core/tlog/data-tile.ts'
import { emptyEdge, type TreeEdge } from '../../core/tlog/grow.ts'
import type { DataTile, HashTile, Tile } from '../../core/tlog/tile.ts'
import type { TreeHead } from '../../core/tlog/tree-head.ts'
import { followTree, readSoundTile } from './follow-tree.ts'
import { type PublishedLog, readCheckpoint, readPublishedHead } from './published-head.ts'
import { readHashTile } from './read-tile.ts'

/**
 * Follows a published log, in any process: trusts nothing but the signed head, and believes a head only when the
 * entries that it covers lead to its root. Keeps no leaves, only what they add up to.
 */
export class LogReader {
  readonly #log: PublishedLog
  readonly #state = new LogState()
  #edge: TreeEdge = emptyEdge
  /** The newest head that was followed; no bytes before the first one. */
  #note: Uint8Array = new Uint8Array()
  #running: Promise<unknown> = Promise.resolve()
  #next: Promise<void> | undefined

  /** Nothing is read before the first `refresh`. */
  constructor(log: PublishedLog) {
    this.#log = log
  }

  /** What the entries say up to the newest head that was followed. */
  get state(): LogState {
    return this.#state
  }

  /** The newest head that was followed, as a signed note in Go's form; undefined before the first one. */
  get latest(): Uint8Array | undefined {
    return this.#note.length === 0 ? undefined : this.#note
  }

  /**
   * Follows the log to the head that is published now; its cost is that of the new entries. What was published before
   * the call is followed on return: a run that has begun may have read an older head, so who comes meanwhile shares the
   * next. On an error all stays as it was: `bad-note` (not signed by the log), `log-rollback` (smaller than before, or
   * gone), `log-fork` (another tree), `store-damaged` (a data tile), and what the store throws.
   */
  refresh(): Promise<void> {
    this.#next ??= this.#followNext()
    return this.#next
  }

  /**
   * What `/lookup/` answers: the record under the newest head that was followed. Undefined for a version without one.
   */
  lookup({ path, version }: ModuleVersion): Uint8Array | undefined {
    const record = this.#state.version(path, version)?.record
    return record && formatLookup({ id: record.id, text: goSumLines({ path, version, ...record }), head: this.#note })
  }

  /**
   * The bytes of a hash tile, at any width that the followed tree has
   * had; undefined outside of it. Throws `store-damaged`.
   */
  async tile(tile: HashTile): Promise<Uint8Array | undefined> {
    return this.#covers(tile, tile.level) ? readHashTile(this.#log.store, this.#log.name, tile) : undefined
  }

  /**
   * A data tile in Go's form; undefined outside of the followed tree.
   * Throws `store-damaged` where it is not what was logged.
   */
  async dataTile(tile: DataTile): Promise<Uint8Array | undefined> {
    const records = await this.#records(tile)
    return records && formatDataTile(records)
  }

  /** A data tile as an entry bundle of C2SP tlog-tiles; like `dataTile`. */
  async entries(tile: DataTile): Promise<Uint8Array | undefined> {
    const records = await this.#records(tile)
    return records && formatEntryBundle(records)
  }

  /** The checkpoint (C2SP) that is published now, verified; undefined before the first one. Throws `bad-note`. */
  checkpoint(): Promise<Uint8Array | undefined> {
    return readCheckpoint(this.#log)
  }

  async #followNext(): Promise<void> {
    await this.#running.catch(() => undefined)
    this.#running = this.#next ?? this.#running
    this.#next = undefined
    await this.#follow()
  }

  async #follow(): Promise<void> {
    const { store, name } = this.#log
    const head = await readPublishedHead(this.#log)
    if (head === undefined && this.#note.length === 0) return
    const { size, root } = head ?? noHead
    this.#refuseBackwards({ size, root })
    const records: string[] = []
    const edge = await followTree(store, this.#edge, { name, size, root: hex(root) }, (_, added) => {
      records.push(...added)
    })
    // Only now the records are known to be those of the signed tree.
    const entries = records.map(parseEntry)
    for (const entry of entries) this.#state.apply(this.#state.size, entry)
    this.#edge = edge
    this.#note = head?.note ?? this.#note
  }

  /** A published head never goes back, and never names another tree of the same size. */
  #refuseBackwards(head: TreeHead): void {
    const kept = this.#edge
    const params = { keptSize: kept.size, otherSize: head.size }
    const subject = this.#log.name
    if (head.size < kept.size) throw new GoferryError('log-rollback', { subject, reason: 'rollback-heads', params })
    if (head.size === kept.size && !sameBytes(head.root, kept.root)) {
      throw new GoferryError('log-fork', { subject, reason: 'fork-heads', params })
    }
  }

  async #records(tile: DataTile): Promise<readonly string[] | undefined> {
    return this.#covers(tile, 0) ? readSoundTile(this.#log.store, this.#log.name, tile) : undefined
  }

  /** Whether the followed tree has all that `tile`, of hashes of `level`, spans. */
  #covers({ height, n, width }: Tile, level: number): boolean {
    return (n * 2 ** height + width) * 2 ** (height * level) <= this.#edge.size
  }
}

/** What a log that was published once and is gone amounts to. */
const noHead: TreeHead = emptyEdge
