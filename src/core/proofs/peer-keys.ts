import { escapePath, escapeVersion } from '../module/escape.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { type HashTile, tileHeight, tilePath } from '../tlog/tile.ts'
import { isElement } from '../tree/check-key.ts'

/** The folder of what a node keeps of the foreign log `name`. */
function peerFolder(name: string): string {
  return `log/peers/${name}`
}

/** The derived key of the newest head that was seen of it. */
export function seenKey(name: string): string {
  return `${peerFolder(name)}/latest`
}

/** The derived key of all its heads that were ever served. */
export function servedKey(name: string): string {
  return `${peerFolder(name)}/served`
}

/** The immutable key of the full tile that `tile` is cut from. */
export function fullTileKey(name: string, tile: HashTile): string {
  return `${peerFolder(name)}/${tilePath({ ...tile, width: 2 ** tileHeight })}`
}

/** The derived key of a partial tile of the right edge of a head that was served: as wide as it was there. */
export function edgeTileKey(name: string, { level, n }: HashTile): string {
  return `${peerFolder(name)}/edge/${level}/${n}`
}

/** The immutable key of a record that was looked up; undefined where its name is too long for one. */
export function recordKey(name: string, { path, version }: ModuleVersion): string | undefined {
  const key = `${peerFolder(name)}/record/${escapePath(path)}@${escapeVersion(version)}`
  return key.length <= 1024 && key.split('/').every(isElement) ? key : undefined
}
