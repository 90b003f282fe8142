import { sameBytes, utf8 } from '../../core/bytes.ts'
import { concurrently } from '../../core/concurrently.ts'
import { isGoferryError } from '../../core/errors.ts'
import { parseEntry } from '../../core/log/parse-entry.ts'
import type { Verifier } from '../../core/note/key.ts'
import { edgeTiles, emptyEdge } from '../../core/tlog/grow.ts'
import { hashSize } from '../../core/tlog/hash.ts'
import { type HashTile, tileHeight, tilePath } from '../../core/tlog/tile.ts'
import { checkpointKey, lookupKey, supportedKey, tileKey, treeHeadKey } from '../../core/tree/log-keys.ts'
import type { Store } from '../../ports/store.ts'
import { followTree } from './follow-tree.ts'
import type { LogHead } from './log-head.ts'
import { isLookupAnswer, lookupAnswer, type NumberedRecord } from './lookup-answer.ts'
import { type Found, readOrDamaged } from './read-or-damaged.ts'

/** A published file of the log that is not as it should be. */
interface BadFile {
  readonly file: string
  readonly damage: 'damaged' | 'missing'
  /** Writes it again; undefined where its content is nowhere else. */
  readonly heal: (() => Promise<void>) | undefined
}

/** What the published files are held against. */
export interface PublishedTree {
  readonly store: Store
  /** The newest published head, which may grow meanwhile. */
  readonly head: () => LogHead
  /** The keys of which one must have signed the head in a lookup. */
  readonly verifiers: readonly Verifier[]
}

const fullWidth = 2 ** tileHeight
/** The largest lookup: a record and a signed head, each of at most 64 KiB. */
const maxLookupBytes = 1 << 17
const maxNoteBytes = 1 << 16

/**
 * Reads every published file of the tree, and tells of each that is bad. Its work is that of the whole log, its memory
 * that of a few tiles. A data tile that is bad ends the check: entries are nowhere else, and without them nothing can
 * be told of the rest. Throws what the store and `tell` throw.
 */
export async function checkPublished(published: PublishedTree, tell: (bad: BadFile) => Promise<void>): Promise<void> {
  const { store } = published
  const head = published.head()
  const check = new Check(published, head, tell)
  try {
    // What is read may be trusted only when it has led to the root: nothing is written again before.
    await followTree(store, emptyEdge, head, () => undefined)
  } catch (error) {
    if (!isGoferryError(error, 'store-damaged', 'log-fork')) throw error
    return tell({ file: error.subject, damage: 'damaged', heal: undefined })
  }
  const edge = await followTree(store, emptyEdge, head, async (growth, texts) => {
    for (const { tile, bytes } of growth.tiles)
      if (tile.level !== 'data' && tile.width === fullWidth) await check.tile(tile, bytes)
    await check.lookups(texts, growth.edge.size - texts.length)
  })
  for (const tile of edgeTiles(head.size))
    if (tile.level !== 'data') await check.tile(tile, edge.tiles.get(tilePath(tile)) ?? new Uint8Array())
  await check.notes()
}

/** One look at the files of one tree. */
class Check {
  readonly #published: PublishedTree
  readonly #head: LogHead
  readonly #tell: (bad: BadFile) => Promise<void>

  constructor(published: PublishedTree, head: LogHead, tell: (bad: BadFile) => Promise<void>) {
    this.#published = published
    this.#head = head
    this.#tell = tell
  }

  /** The file of `tile`, and the narrower ones that earlier heads had: each the beginning of it. */
  async tile(tile: HashTile, bytes: Uint8Array): Promise<void> {
    const widths = await this.#narrower(tile)
    for (const width of [...widths.filter(each => each < tile.width), tile.width]) {
      const key = tileKey(this.#head.name, { ...tile, width })
      await this.#immutable(key, bytes.subarray(0, width * hashSize))
    }
  }

  /** The lookups of the records among `texts`, the entries from number `first` on. */
  async lookups(texts: readonly string[], first: number): Promise<void> {
    const entries = texts.map(parseEntry)
    const records = entries.flatMap((entry, i) => (entry.kind === 'record' ? [{ id: first + i, entry }] : []))
    await concurrently(records, readers, record => this.#lookup(record))
  }

  /** The heads; the log may have grown meanwhile. */
  async notes(): Promise<void> {
    const { store, head } = this.#published
    await this.#immutable(supportedKey(this.#head.name), new Uint8Array())
    for (const [key, note] of [
      [treeHeadKey(this.#head.name), 'goNote'],
      [checkpointKey, 'checkpoint'],
    ] as const) {
      const found = await readOrDamaged(store, key, maxNoteBytes)
      if (isOneOf(found, [this.#head[note], head()[note]])) continue
      await this.#bad(key, found, () => store.replace(key, utf8(head()[note])))
    }
  }

  async #lookup(record: NumberedRecord): Promise<void> {
    const { store, verifiers, head } = this.#published
    const key = lookupKey(this.#head.name, record.entry)
    const found = await readOrDamaged(store, key, maxLookupBytes)
    if (found instanceof Uint8Array && isLookupAnswer(found, record, verifiers)) return
    await this.#bad(key, found, () => store.replace(key, lookupAnswer(record, head().goNote)))
  }

  async #immutable(key: string, bytes: Uint8Array): Promise<void> {
    const { store } = this.#published
    const found = await readOrDamaged(store, key, bytes.length)
    if (found instanceof Uint8Array && sameBytes(found, bytes)) return
    await this.#bad(key, found, async () => {
      await store.remove(key)
      await store.put(key, bytes)
    })
  }

  async #bad(file: string, found: Found, heal: () => Promise<void>): Promise<void> {
    await this.#tell({ file, damage: found === undefined ? 'missing' : 'damaged', heal })
  }

  /** The widths of the partial tiles that lie beside `tile`. */
  async #narrower(tile: HashTile): Promise<number[]> {
    const folder = tileKey(this.#head.name, { ...tile, width: 1 }).replace(/\/1$/, '')
    return (await this.#published.store.list(folder)).filter(name => /^[1-9]\d{0,2}$/.test(name)).map(Number)
  }
}

/** How many lookups are read at once. */
const readers = 16

function isOneOf(found: Found, notes: readonly string[]): boolean {
  return found instanceof Uint8Array && notes.some(note => sameBytes(found, utf8(note)))
}
