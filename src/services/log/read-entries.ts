import { GoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import type { Entry } from '../../core/log/entry.ts'
import { parseEntry } from '../../core/log/parse-entry.ts'
import { tileHeight, tilePath } from '../../core/tlog/tile.ts'
import { tileHashReader } from '../../core/tlog/tile-reader.ts'
import { treeHash } from '../../core/tlog/tree-hash.ts'
import type { Store } from '../../ports/store.ts'
import { readDataTile, readHashTile } from './read-tile.ts'

const tileWidth = 2 ** tileHeight

/**
 * The entries of a stored log from number `from` up to, not including, `to`, tile by tile. They are those that the log
 * was read from when it was opened: nothing is proved again. Throws `store-damaged` where a tile is missing.
 */
export async function* readEntries(store: Store, from: number, to: number): AsyncGenerator<Entry> {
  for (let n = Math.floor(from / tileWidth); n * tileWidth < to; n++) {
    const width = Math.min(tileWidth, to - n * tileWidth)
    const tile = { height: tileHeight, level: 'data', n, width } as const
    const texts = await readDataTile(store, tile)
    if (texts === undefined)
      throw new GoferryError('store-damaged', { subject: tilePath(tile), reason: 'log-data-other' })
    for (const text of texts.slice(Math.max(0, from - n * tileWidth))) yield parseEntry(text)
  }
}

/** The root of the first `size` entries of the log, proved by its hash tiles. Throws `bad-tile`, `store-damaged`. */
export async function rootAt(
  store: Store,
  head: { readonly name: string; readonly size: number; readonly root: string },
  size: number,
): Promise<string> {
  const tree = { size: head.size, root: Buffer.from(head.root, 'hex') }
  const read = tileHashReader(tree, tiles =>
    Promise.all(tiles.map(async tile => (await readHashTile(store, head.name, tile)) ?? new Uint8Array())),
  )
  return hex(await treeHash(size, read))
}
