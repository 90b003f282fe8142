import { edgeTiles } from '../tlog/grow.ts'
import { type HashTile, tileHeight } from '../tlog/tile.ts'

const width = 2 ** tileHeight

/**
 * The hash tiles that a client of the tree of `size` records reads: the right edge; for each record of `ids`, and for
 * the right edge of the tree of each of `olderSizes` (all smaller), its tile and those above it. Each is as wide as it
 * is in this tree; what an older tree has of it is its beginning. The order is that of a blob: the edge from the top
 * down, then full tiles, from the top down and from the left, so that each comes after the one that vouches for it.
 */
export function proofTiles(size: number, ids: Iterable<number>, olderSizes: Iterable<number>): HashTile[] {
  const rows: Set<number>[] = []
  const add = (level: number, n: number) => {
    for (let [row, at] = [level, n]; (at + 1) * width <= Math.floor(size / width ** row); row++) {
      const tiles = rows[row] ?? new Set()
      if (tiles.has(at)) return
      rows[row] = tiles.add(at)
      at = Math.floor(at / width)
    }
  }
  for (const id of ids) add(0, Math.floor(id / width))
  for (const older of olderSizes) for (const { level, n } of edgeOf(older)) add(level, n)
  const full = Array.from(rows, (row, level) => ({ level, row: row ?? new Set<number>() }))
  return [
    ...edgeOf(size),
    ...full
      .toReversed()
      .flatMap(({ level, row }) => [...row].sort((a, b) => a - b).map(n => ({ height: tileHeight, level, n, width }))),
  ]
}

/** The partial hash tiles at the right edge of a tree of `size` records, from the top down. */
export function edgeOf(size: number): HashTile[] {
  const tiles: HashTile[] = []
  for (const { level, ...tile } of edgeTiles(size)) if (level !== 'data') tiles.push({ ...tile, level })
  return tiles.toReversed()
}

/** A number for the place of a tile of height 8, whatever its width. */
export function tilePlace({ level, n }: Pick<HashTile, 'level' | 'n'>): number {
  return n * 8 + level
}
