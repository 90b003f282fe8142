import { hex } from '../hash.ts'
import { escapePath, escapeVersion } from '../module/escape.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { type Tile, tilePath } from '../tlog/tile.ts'

/** The derived key of the newest head in the form of C2SP tlog-tiles. */
export const checkpointKey = 'public/checkpoint'

/** The folder of staged commits. */
export const stageFolder = 'log/stage'

/** The key of the staged commit that leads to the tree with `root`. */
export function stageKey(root: Uint8Array): string {
  return `${stageFolder}/${hex(root)}`
}

/** The folder of the log `name` in the form of Go's checksum database. */
export function databaseFolder(name: string): string {
  return `public/sumdb/${name}`
}

/** The empty file by which a proxy says that it serves this database. */
export function supportedKey(name: string): string {
  return `${databaseFolder(name)}/supported`
}

/** The derived key of the newest head in the form of Go's checksum database. */
export function treeHeadKey(name: string): string {
  return `${databaseFolder(name)}/latest`
}

/**
 * The key of a tile of the log `name`. Data tiles name every entry,
 * also what policy hides: they lie outside the public tree.
 */
export function tileKey(name: string, tile: Tile): string {
  return `${tile.level === 'data' ? 'log' : databaseFolder(name)}/${tilePath(tile)}`
}

/** The derived key of the record of `module`. Throws `bad-module-path` or `bad-version`. */
export function lookupKey(name: string, { path, version }: ModuleVersion): string {
  return `${databaseFolder(name)}/lookup/${escapePath(path)}@${escapeVersion(version)}`
}
