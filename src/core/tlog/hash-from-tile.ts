import { GoferryError } from '../errors.ts'
import { hashSize } from './hash.ts'
import { knownSubtreeHash } from './known-subtrees.ts'
import { splitStoredHashIndex } from './stored-hash.ts'
import { type HashTile, tilePath } from './tile.ts'

/** The narrowest tile of `height` from which the hash at `index` can be computed (Go: tlog.TileForIndex). */
export function tileForIndex(height: number, index: number): HashTile {
  return locate(height, index).tile
}

/**
 * The hash at `index`, computed from `bytes`, what `tile` holds; the tile is that of `tileForIndex`, or a wider one
 * (Go: tlog.HashFromTile). Throws `bad-tile` where it is another tile or too short.
 */
export function hashFromTile(tile: HashTile, bytes: Uint8Array, index: number): Uint8Array {
  const { tile: least, start, end } = locate(tile.height, index)
  const isWithin = tile.level === least.level && tile.n === least.n && tile.width >= least.width
  if (!isWithin)
    throw new GoferryError('bad-tile', { subject: tilePath(tile), reason: 'tile-other', params: { index } })
  checkTileLength(tile, bytes)
  return knownSubtreeHash(bytes.subarray(start * hashSize, end * hashSize))
}

/** Throws `bad-tile` unless `bytes` are as many hashes as the tile has. */
export function checkTileLength(tile: HashTile, bytes: Uint8Array): void {
  const expected = tile.width * hashSize
  if (bytes.length === expected) return
  const params = { length: bytes.length, expected }
  throw new GoferryError('bad-tile', { subject: tilePath(tile), reason: 'tile-length', params })
}

/** The narrowest tile for `index`, and which of its hashes lie below the wanted one. */
function locate(height: number, index: number): { tile: HashTile; start: number; end: number } {
  const { level: row, n: place } = splitStoredHashIndex(index)
  const level = Math.floor(row / height)
  const span = 2 ** (row - level * height)
  const n = Math.floor((place * span) / 2 ** height)
  const start = place * span - n * 2 ** height
  const end = start + span
  return { tile: { height, level, n, width: end }, start, end }
}
