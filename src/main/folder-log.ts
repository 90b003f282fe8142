import { GoferryError } from '../core/errors.ts'
import { parseDataTile } from '../core/tlog/data-tile.ts'
import { tileHeight } from '../core/tlog/tile.ts'
import type { LogReader } from '../services/log/reader.ts'

const tileWidth = 2 ** tileHeight

/**
 * The leaves of `[from, to)`, tile by tile. `size` is that of the log, which decides how wide the last tile is.
 * Throws `store-damaged` where a tile is missing.
 */
export async function* readLeaves(
  reader: LogReader,
  size: number,
  from: number,
  to: number,
): AsyncGenerator<{ id: number; text: string }> {
  for (let n = Math.floor(from / tileWidth); n * tileWidth < to; n++) {
    const width = Math.min(tileWidth, size - n * tileWidth)
    const bytes = await reader.dataTile({ height: tileHeight, level: 'data', n, width })
    if (bytes === undefined) throw new GoferryError('store-damaged', { subject: `data tile ${n}` })
    for (const [i, text] of parseDataTile(bytes, width).entries()) {
      const id = n * tileWidth + i
      if (id >= from && id < to) yield { id, text }
    }
  }
}

/** The hash tiles `tiles` of the log of `reader`, in their order. Throws `store-damaged` where one is missing. */
export async function readTiles(
  reader: LogReader,
  tiles: readonly Parameters<LogReader['tile']>[0][],
): Promise<Uint8Array[]> {
  return Promise.all(
    tiles.map(async tile => {
      const bytes = await reader.tile(tile)
      if (bytes === undefined) throw new GoferryError('store-damaged', { subject: `tile ${tile.level}/${tile.n}` })
      return bytes
    }),
  )
}
