import { concat, sameBytes } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import { formatDataTile } from '../../core/tlog/data-tile.ts'
import { edgeTiles, type Growth, growTree, type TreeEdge } from '../../core/tlog/grow.ts'
import { recordHash } from '../../core/tlog/hash.ts'
import { type DataTile, tileHeight, tilePath } from '../../core/tlog/tile.ts'
import { tileKey } from '../../core/tree/log-keys.ts'
import type { Store } from '../../ports/store.ts'
import { readDataTile, readHashTile } from './read-tile.ts'

/** Where a tree that was read must end: what a signed head says. */
export interface Target {
  readonly name: string
  readonly size: number
  /** In lower-case hexadecimal. */
  readonly root: string
}

/** Takes what one data tile added: the grown tree, and the record texts that are new in it. */
export type Visit = (growth: Growth, records: readonly string[]) => Promise<void> | void

const tileWidth = 2 ** tileHeight

/**
 * Reads the data tiles from the edge `from` up to `to`, one at a time, calls `visit` for each, and gives the edge of
 * `to`. What `visit` got may be trusted only when this returns. Throws `store-damaged` where a tile is missing or does
 * not hold what its hashes say, `log-fork` where all agree but lead to another tree than the signed one.
 */
export async function followTree(store: Store, from: TreeEdge, to: Target, visit: Visit): Promise<TreeEdge> {
  let edge = from
  while (edge.size < to.size) {
    const n = Math.floor(edge.size / tileWidth)
    const tile: DataTile = { height: tileHeight, level: 'data', n, width: Math.min(tileWidth, to.size - n * tileWidth) }
    const records = await newRecords(store, edge, tile)
    const growth = growTree(edge, records)
    await visit(growth, records)
    edge = growth.edge
  }
  if (hex(edge.root) !== to.root) throw await blame(store, from, to)
  return edge
}

/** The records of `tile` that the tree of `edge` does not have; those that it has must be the same. */
async function newRecords(store: Store, edge: TreeEdge, tile: DataTile): Promise<string[]> {
  const records = await readDataTile(store, tile)
  if (records === undefined) throw damaged(tile)
  const known = edge.size - tile.n * tileWidth
  const [data] = edgeTiles(edge.size)
  const kept = data?.level === 'data' ? edge.tiles.get(tilePath(data)) : undefined
  if (known > 0 && !(kept && sameBytes(formatDataTile(records.slice(0, known)), kept))) throw damaged(tile)
  return records.slice(known)
}

/** Names the first data tile whose records are not those of the hash tile above it, else the fork. */
async function blame(store: Store, from: TreeEdge, to: Target): Promise<GoferryError> {
  for (let n = Math.floor(from.size / tileWidth); n * tileWidth < to.size; n++) {
    const width = Math.min(tileWidth, to.size - n * tileWidth)
    const sound = await readSoundTile(store, to.name, { height: tileHeight, level: 'data', n, width }).catch(asDamage)
    if (sound instanceof GoferryError) return sound
  }
  const params = { keptSize: from.size, otherSize: to.size }
  return new GoferryError('log-fork', { subject: to.name, reason: 'fork-heads', params })
}

/**
 * The record texts of a data tile of the log `name`, checked against the published tile of their hashes. Throws
 * `store-damaged` where one of the two is missing or they do not agree.
 */
export async function readSoundTile(store: Store, name: string, tile: DataTile): Promise<string[]> {
  const records = await readDataTile(store, tile)
  const hashes = await readHashTile(store, name, { ...tile, level: 0 })
  if (!records || !hashes || !sameBytes(concat(...records.map(recordHash)), hashes)) throw damaged(tile)
  return records
}

function asDamage(error: unknown): GoferryError {
  if (isGoferryError(error, 'store-damaged')) return error
  throw error
}

function damaged(tile: DataTile): GoferryError {
  return new GoferryError('store-damaged', { subject: tileKey('', tile), reason: 'log-data-other' })
}
