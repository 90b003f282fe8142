import type { HashTile } from './tile.ts'

/**
 * The hash tiles of `height` that are new when a tree grows from `oldSize` to `newSize` records, level by level, the
 * partial one of each level last (Go: tlog.NewTiles). With the data tiles of level 0, this is what `growTree` gives.
 */
export function newTiles(height: number, oldSize: number, newSize: number): HashTile[] {
  const full = 2 ** height
  const tiles: HashTile[] = []
  let [oldRow, newRow] = [oldSize, newSize]
  for (let level = 0; newRow > 0; level++) {
    if (oldRow !== newRow) {
      const [first, last] = [Math.floor(oldRow / full), Math.floor(newRow / full)]
      for (let n = first; n < last; n++) tiles.push({ height, level, n, width: full })
      if (newRow % full > 0) tiles.push({ height, level, n: last, width: newRow % full })
    }
    oldRow = Math.floor(oldRow / full)
    newRow = Math.floor(newRow / full)
  }
  return tiles
}
