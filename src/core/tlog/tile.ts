import { GoferryError } from '../errors.ts'
import { treeLimit } from './hash.ts'

/** A tile of the tree. `level` tells whether it holds hashes or the records themselves. */
export type Tile = HashTile | DataTile

/**
 * `width` hashes in a row of the tree at level `height`·`level`, from number `n`·2^`height` on. The levels above, up to
 * the next tile, are computed from them. A full tile has width 2^`height` (Go: tlog.Tile).
 */
export interface HashTile {
  readonly height: number
  readonly level: number
  readonly n: number
  readonly width: number
}

/** The `width` records below the hash tile of level 0 with the same `n`. */
export interface DataTile {
  readonly height: number
  readonly level: 'data'
  readonly n: number
  readonly width: number
}

/** The height of the tiles of every log that the go command reads, and of C2SP tlog-tiles. */
export const tileHeight = 8

/** The path of a tile in a checksum database: `tile/8/0/x001/234.p/5`, `tile/8/data/…` (Go: Tile.Path). */
export function tilePath({ height, level, n, width }: Tile): string {
  return `tile/${height}/${level}/${offsetPath(n)}${widthPath(width, height)}`
}

/** The path of a tile of height 8 in the form of C2SP tlog-tiles: `tile/0/x001/234.p/5`, `tile/entries/…`. */
export function c2spTilePath({ level, n, width }: Tile): string {
  return `tile/${level === 'data' ? 'entries' : level}/${offsetPath(n)}${widthPath(width, tileHeight)}`
}

/**
 * The tile that a path of a checksum database names: the inverse of
 * `tilePath` (Go: tlog.ParseTilePath). Throws `bad-tile`.
 */
export function parseTilePath(path: string): Tile {
  const [, height, level, ...rest] = /^tile\/([1-9]|[12]\d|30)\/(data|\d+)\/(.+)$/.exec(path) ?? []
  return checkTile(path, { height: Number(height), level, rest: rest[0] ?? '' }, tilePath)
}

/** The tile of height 8 that a path of C2SP tlog-tiles names: the inverse of `c2spTilePath`. Throws `bad-tile`. */
export function parseC2spTilePath(path: string): Tile {
  const [, level, ...rest] = /^tile\/(entries|\d+)\/(.+)$/.exec(path) ?? []
  const parts = { height: tileHeight, level: level === 'entries' ? 'data' : level, rest: rest[0] ?? '' }
  return checkTile(path, parts, c2spTilePath)
}

/** `.p/5` for a partial tile of width 5, nothing for a full one. */
function widthPath(width: number, height: number): string {
  return width === 2 ** height ? '' : `.p/${width}`
}

/** `n` in groups of three digits, all but the last marked with an x: no folder holds more than 3,000 names. */
function offsetPath(n: number): string {
  let path = String(n % 1000).padStart(3, '0')
  for (let high = Math.floor(n / 1000); high > 0; high = Math.floor(high / 1000)) {
    path = `x${String(high % 1000).padStart(3, '0')}/${path}`
  }
  return path
}

interface TileParts {
  readonly height: number
  readonly level: string | undefined
  /** `x001/234` or `x001/234.p/5`. */
  readonly rest: string
}

/**
 * Only the path that `format` gives for the tile is taken: leading
 * zeros, widths out of bounds and the like are refused.
 */
function checkTile(path: string, { height, level, rest }: TileParts, format: (tile: Tile) => string): Tile {
  const refuse = (reason: 'tile-path' | 'tile-range') =>
    new GoferryError('bad-tile', { subject: path.slice(0, 200), reason })
  const [, offset, width] = /^((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(rest) ?? []
  if (level === undefined || offset === undefined || path.length > 200) throw refuse('tile-path')
  const n = Number(offset.replace(/[x/]/g, ''))
  const tile: Tile = { height, level: level === 'data' ? level : Number(level), n, width: Number(width ?? 2 ** height) }
  if (tile.width < 1 || tile.width > 2 ** height) throw refuse('tile-path')
  if (!isInTree(tile)) throw refuse('tile-range')
  if (format(tile) !== path) throw refuse('tile-path')
  return tile
}

/** Whether the last hash of the tile lies in a tree that numbers can count. */
function isInTree({ height, level, n, width }: Tile): boolean {
  return (n * 2 ** height + width) * 2 ** (level === 'data' ? 0 : height * level) <= treeLimit
}
