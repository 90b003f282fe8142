import { concat, sameBytes } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { formatDataTile, parseDataTile } from './data-tile.ts'
import { emptyRoot, hashSize, recordHash } from './hash.ts'
import { type HashTile, type Tile, tileHeight, tilePath } from './tile.ts'
import { subtreeHash, subtreeHashes } from './tile-hash.ts'
import { foldSubtrees } from './tree-hash.ts'

/** A tree as far as growing it needs it: its right edge. */
export interface TreeEdge {
  /** How many records the tree has. */
  readonly size: number
  readonly root: Uint8Array
  /** The bytes of each of `edgeTiles(size)`, by its `tilePath`. */
  readonly tiles: ReadonlyMap<string, Uint8Array>
}

/** A tile and what it holds; a data tile in Go's form (`parseDataTile` and `formatEntryBundle` give that of C2SP). */
export interface TileContent {
  readonly tile: Tile
  readonly bytes: Uint8Array
}

/** A grown tree, and every tile that is new in it: full ones, and the partial ones of the new right edge. */
export interface Growth {
  readonly edge: TreeEdge
  readonly tiles: readonly TileContent[]
}

/** The tree without records. */
export const emptyEdge: TreeEdge = { size: 0, root: emptyRoot, tiles: new Map() }

const tileWidth = 2 ** tileHeight

/**
 * The partial tiles at the right edge of a tree of `size` records: the data tile first, then those of hashes, upwards.
 */
export function edgeTiles(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0, row = size; row > 0; level++, row = Math.floor(row / tileWidth)) {
    const tile: HashTile = { height: tileHeight, level, n: Math.floor(row / tileWidth), width: row % tileWidth }
    if (tile.width > 0 && level === 0) tiles.push({ ...tile, level: 'data' })
    if (tile.width > 0) tiles.push(tile)
  }
  return tiles
}

/** Throws `bad-tile` unless the tiles of the edge give its root: what a disk has damaged must not be signed. */
export function checkEdge({ size, root, tiles }: TreeEdge): void {
  for (const tile of edgeTiles(size)) readEdge(tiles, tile)
  if (!sameBytes(edgeRoot(size, tiles), root)) throw badTile('tree', 'tile-inconsistent', { size })
  const [data, leaves] = edgeTiles(size)
  if (data?.level !== 'data' || leaves === undefined) return
  const records = parseDataTile(readEdge(tiles, data), data.width)
  if (!sameBytes(concat(...records.map(recordHash)), readEdge(tiles, leaves))) {
    throw badTile(tilePath(data), 'tile-inconsistent', { size })
  }
}

/**
 * The tree of `old` with `leaves` after its records; its work is that of the new leaves and of one tile a level. The
 * leaves are record texts of at most 65,535 bytes (as `formatEntry` gives them). Throws `bad-tile` for a damaged edge.
 */
export function growTree(old: TreeEdge, leaves: readonly string[]): Growth {
  checkEdge(old)
  const size = old.size + leaves.length
  const tiles = [...growData(old, leaves)]
  let grown = leaves.map(recordHash)
  for (let level = 0; grown.length > 0; level++) {
    const row = growRow(old, level, grown)
    tiles.push(...row)
    grown = row.filter(({ tile }) => tile.width === tileWidth).map(({ bytes }) => subtreeHash(bytes))
  }
  const written = new Map(tiles.map(({ tile, bytes }) => [tilePath(tile), bytes]))
  const edge = new Map<string, Uint8Array>()
  for (const tile of edgeTiles(size)) {
    const path = tilePath(tile)
    edge.set(path, written.get(path) ?? readEdge(old.tiles, tile))
  }
  return { edge: { size, root: edgeRoot(size, edge), tiles: edge }, tiles }
}

/** The data tiles that `leaves` fill or begin. */
function growData(old: TreeEdge, leaves: readonly string[]): TileContent[] {
  const [data] = edgeTiles(old.size)
  const records = data?.level === 'data' ? parseDataTile(readEdge(old.tiles, data), data.width) : []
  const first = Math.floor(old.size / tileWidth)
  return chunks([...records, ...leaves]).map((chunk, i) => ({
    tile: { height: tileHeight, level: 'data', n: first + i, width: chunk.length },
    bytes: formatDataTile(chunk),
  }))
}

/** The hash tiles of `level` that the new hashes of this row fill or begin. */
function growRow(old: TreeEdge, level: number, hashes: readonly Uint8Array[]): TileContent[] {
  const partial = edgeTiles(old.size).find(tile => tile.level === level)
  const before = partial === undefined ? [] : split(readEdge(old.tiles, partial))
  const first = Math.floor(old.size / tileWidth ** (level + 1))
  return chunks([...before, ...hashes]).map((chunk, i) => ({
    tile: { height: tileHeight, level, n: first + i, width: chunk.length },
    bytes: concat(...chunk),
  }))
}

/** The root from the partial tiles alone: every full tile is one hash of a tile above (RFC 6962 §2.1). */
function edgeRoot(size: number, tiles: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const rows = edgeTiles(size).filter(tile => tile.level !== 'data')
  const hashes = rows.toReversed().flatMap(tile => subtreeHashes(readEdge(tiles, tile)))
  return hashes.length === 0 ? emptyRoot : foldSubtrees(hashes)
}

function readEdge(tiles: ReadonlyMap<string, Uint8Array>, tile: Tile): Uint8Array {
  const bytes = tiles.get(tilePath(tile))
  if (bytes === undefined) throw badTile(tilePath(tile), 'tile-missing')
  const expected = tile.width * hashSize
  if (tile.level !== 'data' && bytes.length !== expected) {
    throw badTile(tilePath(tile), 'tile-length', { length: bytes.length, expected })
  }
  return bytes
}

function split(tile: Uint8Array): Uint8Array[] {
  return Array.from({ length: tile.length / hashSize }, (_, i) => tile.subarray(i * hashSize, (i + 1) * hashSize))
}

function chunks<T>(row: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(row.length / tileWidth) }, (_, i) =>
    row.slice(i * tileWidth, (i + 1) * tileWidth),
  )
}

function badTile(
  subject: string,
  reason: 'tile-missing' | 'tile-length' | 'tile-inconsistent',
  params: Record<string, number> = {},
): GoferryError {
  return new GoferryError('bad-tile', { subject, reason, params })
}
