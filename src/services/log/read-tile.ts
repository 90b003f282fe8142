import { GoferryError } from '../../core/errors.ts'
import { leafLimit } from '../../core/log/entry.ts'
import { parseDataTile } from '../../core/tlog/data-tile.ts'
import { hashSize } from '../../core/tlog/hash.ts'
import type { DataTile, HashTile, Tile } from '../../core/tlog/tile.ts'
import { tileKey } from '../../core/tree/log-keys.ts'
import type { Store } from '../../ports/store.ts'

/**
 * The bytes of a hash tile: of its own file, or cut from a wider one.
 * Undefined where there is none; throws `store-damaged`.
 */
export async function readHashTile(store: Store, name: string, tile: HashTile): Promise<Uint8Array | undefined> {
  const found = await readWidest(store, name, tile)
  if (found === undefined) return undefined
  if (found.bytes.length !== found.tile.width * hashSize) throw damaged(name, found.tile)
  return found.bytes.subarray(0, tile.width * hashSize)
}

/**
 * The record texts of a data tile: of its own file, or the first ones
 * of a wider. Undefined where there is none; throws `store-damaged`.
 */
export async function readDataTile(store: Store, tile: DataTile): Promise<string[] | undefined> {
  const found = await readWidest(store, '', tile)
  if (found === undefined) return undefined
  try {
    return parseDataTile(found.bytes, found.tile.width).slice(0, tile.width)
  } catch (cause) {
    throw damaged('', found.tile, cause)
  }
}

/**
 * A tile at least as wide as `tile`. A writer removes a partial data tile once a wider one is there: what was listed
 * may be gone when it is read, and the next look finds the wider one.
 */
async function readWidest<T extends Tile>(store: Store, name: string, tile: T): Promise<Found<T> | undefined> {
  const full = { ...tile, width: 2 ** tile.height }
  for (let look = 0; look < looks; look++) {
    const found = (await readExact(store, name, tile)) ?? (await readExact(store, name, full))
    if (found !== undefined) return found
    for (const wider of await widerTiles(store, name, tile)) {
      const cut = await readExact(store, name, wider)
      if (cut !== undefined) return cut
    }
  }
  return undefined
}

/** A tile and all of its bytes. */
interface Found<T extends Tile> {
  readonly tile: T
  readonly bytes: Uint8Array
}

const looks = 3

async function readExact<T extends Tile>(store: Store, name: string, tile: T): Promise<Found<T> | undefined> {
  const limit = tile.width * (tile.level === 'data' ? leafLimit + 1 : hashSize)
  const bytes = await store.read(tileKey(name, tile), limit)
  return bytes && { tile, bytes }
}

/** The wider partial tiles that are there, the widest first. */
async function widerTiles<T extends Tile>(store: Store, name: string, tile: T): Promise<T[]> {
  const folder = tileKey(name, { ...tile, width: 1 }).replace(/\/1$/, '')
  const widths = (await store.list(folder)).map(Number).filter(width => width > tile.width)
  return widths.sort((a, b) => b - a).map(width => ({ ...tile, width }))
}

function damaged(name: string, tile: Tile, cause?: unknown): GoferryError {
  return new GoferryError('store-damaged', { subject: tileKey(name, tile), reason: 'log-data-other', cause })
}
