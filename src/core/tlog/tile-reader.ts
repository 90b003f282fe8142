import { sameBytes } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { checkTileLength, hashFromTile, tileForIndex } from './hash-from-tile.ts'
import { knownSubtreeHash } from './known-subtrees.ts'
import { type HashReader, storedHashIndex, subtreeIndexes } from './stored-hash.ts'
import { type HashTile, tileHeight, tilePath } from './tile.ts'
import { foldSubtrees } from './tree-hash.ts'
import type { TreeHead } from './tree-head.ts'

/**
 * Fetches tiles, from a cache or over the network: for each the bytes of exactly its width (of a wider tile, its first
 * `width`·32 bytes). They need not be trusted. What it throws is passed on.
 */
export type ReadTiles = (tiles: readonly HashTile[]) => Promise<readonly Uint8Array[]>

/**
 * Reads hashes of `tree` from tiles that nobody vouches for: each fetched tile is checked against the root, through its
 * parents, before a hash of it is used (Go: tlog.TileHashReader). `onVerified` gets the tiles that passed: they may be
 * kept. The reader throws `bad-tile` for tiles that are not of this tree.
 */
export function tileHashReader(
  tree: TreeHead,
  readTiles: ReadTiles,
  onVerified?: (tiles: readonly { tile: HashTile; bytes: Uint8Array }[]) => void,
): HashReader {
  return async indexes => {
    if (indexes.length === 0) return []
    const plan = planTiles(tree.size, indexes)
    const fetched = await readTiles(plan)
    if (fetched.length !== plan.length) {
      throw badTiles(tree, 'tile-count', { count: fetched.length, expected: plan.length })
    }
    const tiles = new FetchedTiles(tree)
    for (const [i, tile] of plan.entries()) tiles.add(tile, fetched[i] ?? new Uint8Array())
    tiles.checkRoot()
    for (const tile of plan) tiles.checkAgainstParent(tile)
    onVerified?.(tiles.contents())
    return indexes.map(index => tiles.hash(index))
  }
}

/**
 * The tiles over the right edge, which give the root, then those for `indexes` with their parents; parents come first.
 */
function planTiles(size: number, indexes: readonly number[]): HashTile[] {
  const plan = new Map<string, HashTile>()
  const add = (tile: HashTile) => plan.set(tilePath(tile), tile)
  for (const index of subtreeIndexes(0, size)) add(tileInTree(tileForIndex(tileHeight, index), size))
  for (const index of indexes) {
    if (!(index >= 0 && index < storedHashIndex(0, size))) {
      throw new GoferryError('bad-tile', { subject: String(index), reason: 'tile-range' })
    }
    const missing: HashTile[] = []
    let tile = tileInTree(tileForIndex(tileHeight, index), size)
    while (!plan.has(tilePath(tile))) {
      missing.push(tile)
      tile = parentOf(tile, size)
    }
    for (const child of missing.toReversed()) add(child)
  }
  return [...plan.values()]
}

/** The tiles of one reading, by their path. */
class FetchedTiles {
  readonly #tree: TreeHead
  readonly #contents = new Map<string, { tile: HashTile; bytes: Uint8Array }>()

  constructor(tree: TreeHead) {
    this.#tree = tree
  }

  add(tile: HashTile, bytes: Uint8Array): void {
    checkTileLength(tile, bytes)
    this.#contents.set(tilePath(tile), { tile, bytes })
  }

  contents(): { tile: HashTile; bytes: Uint8Array }[] {
    return [...this.#contents.values()]
  }

  hash(index: number): Uint8Array {
    return this.#hashFrom(tileInTree(tileForIndex(tileHeight, index), this.#tree.size), index)
  }

  /** The tiles of the right edge must give the root. */
  checkRoot(): void {
    const hashes = subtreeIndexes(0, this.#tree.size).map(index => this.hash(index))
    const root = foldSubtrees(hashes)
    if (!sameBytes(root, this.#tree.root)) throw badTiles(this.#tree, 'tile-inconsistent')
  }

  /**
   * A full tile must give the hash that its parent, checked before it, has for it. Partial tiles lie at the right edge.
   */
  checkAgainstParent(tile: HashTile): void {
    if (tile.width < 2 ** tileHeight) return
    const parent = parentOf(tile, this.#tree.size)
    const expected = this.#hashFrom(parent, storedHashIndex(parent.level * tileHeight, tile.n))
    const { bytes } = this.#content(tile)
    if (!sameBytes(knownSubtreeHash(bytes), expected)) throw badTiles(this.#tree, 'tile-inconsistent')
  }

  #hashFrom(tile: HashTile, index: number): Uint8Array {
    return hashFromTile(tile, this.#content(tile).bytes, index)
  }

  #content(tile: HashTile): { tile: HashTile; bytes: Uint8Array } {
    const content = this.#contents.get(tilePath(tile))
    if (content === undefined) throw new GoferryError('bad-tile', { subject: tilePath(tile), reason: 'tile-missing' })
    return content
  }
}

/** The tile one level up that has the hash of `tile`, as wide as it is in a tree of `size`. */
function parentOf(tile: HashTile, size: number): HashTile {
  return tileInTree({ ...tile, level: tile.level + 1, n: Math.floor(tile.n / 2 ** tile.height) }, size)
}

/** `tile` as wide as it is in a tree of `size`: full, or cut off at the right edge. */
function tileInTree(tile: HashTile, size: number): HashTile {
  const row = Math.floor(size / 2 ** (tile.level * tile.height))
  return { ...tile, width: Math.min(2 ** tile.height, row - tile.n * 2 ** tile.height) }
}

function badTiles(tree: TreeHead, reason: 'tile-count' | 'tile-inconsistent', params = {}): GoferryError {
  return new GoferryError('bad-tile', { subject: 'tree', reason, params: { size: tree.size, ...params } })
}
