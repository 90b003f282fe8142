import { GoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import type { Entry } from '../../core/log/entry.ts'
import { parseEntry } from '../../core/log/parse-entry.ts'
import { subtreeIndexes } from '../../core/tlog/stored-hash.ts'
import { tileHeight, tilePath } from '../../core/tlog/tile.ts'
import { tileHashReader } from '../../core/tlog/tile-reader.ts'
import { treeHash } from '../../core/tlog/tree-hash.ts'
import { proveTree } from '../../core/tlog/tree-proof.ts'
import type { Store } from '../../ports/store.ts'
import { readDataTile, readHashTile } from './read-tile.ts'

const tileWidth = 2 ** tileHeight

/**
 * The entries of a stored log from number `from` up to, not including, `to`, tile by tile. They are those that the log
 * was read from when it was opened: nothing is proved again. Throws `store-damaged` where a tile is missing.
 */
export async function* readEntries(store: Store, from: number, to: number): AsyncGenerator<Entry> {
  for await (const texts of readLeaves(store, from, to)) yield* texts.map(parseEntry)
}

/** The same as the texts of their leaves, those of a tile at a time. */
export async function* readLeaves(store: Store, from: number, to: number): AsyncGenerator<string[]> {
  for (let n = Math.floor(from / tileWidth); n * tileWidth < to; n++) {
    const width = Math.min(tileWidth, to - n * tileWidth)
    const tile = { height: tileHeight, level: 'data', n, width } as const
    const texts = await readDataTile(store, tile)
    if (texts === undefined)
      throw new GoferryError('store-damaged', { subject: tilePath(tile), reason: 'log-data-other' })
    yield texts.slice(Math.max(0, from - n * tileWidth))
  }
}

/** The head of a log, as its writer and its readers have it. */
interface Head {
  readonly name: string
  readonly size: number
  /** In lower-case hexadecimal. */
  readonly root: string
}

/** The root of the first `size` entries of the log, proved by its hash tiles. Throws `bad-tile`, `store-damaged`. */
export async function rootAt(store: Store, head: Head, size: number): Promise<string> {
  return hex(await treeHash(size, hashes(store, head)))
}

/** The complete subtrees of the first `size` entries, from left to right. Throws as `rootAt`. */
export async function subtreesAt(store: Store, head: Head, size: number): Promise<readonly Uint8Array[]> {
  return size === 0 ? [] : hashes(store, head)(subtreeIndexes(0, size))
}

/** The consistency proof from the first `size` entries to the head; none from nothing. Throws as `rootAt`. */
export async function proofFrom(store: Store, head: Head, size: number): Promise<readonly Uint8Array[]> {
  return size === 0 || size === head.size ? [] : proveTree(head.size, size, hashes(store, head))
}

function hashes(store: Store, { name, size, root }: Head) {
  const tree = { size, root: Buffer.from(root, 'hex') }
  return tileHashReader(tree, tiles =>
    Promise.all(tiles.map(async tile => (await readHashTile(store, name, tile)) ?? new Uint8Array())),
  )
}
