import { sameBytes } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { contradiction } from '../sumdb/signed-head.ts'
import { hashSize, recordHash } from '../tlog/hash.ts'
import { checkTileLength } from '../tlog/hash-from-tile.ts'
import { type HashTile, tileHeight, tilePath } from '../tlog/tile.ts'
import { subtreeHash, subtreeHashes } from '../tlog/tile-hash.ts'
import { foldSubtrees } from '../tlog/tree-hash.ts'
import { tilesOf } from './format-proofs.ts'
import { edgeOf, tilePlace } from './proof-tiles.ts'
import type { ListedRecord, Proofs } from './proofs.ts'

const fullWidth = 2 ** tileHeight

/**
 * Checks a blob of proofs as its tiles go by, each once and in order: the right edge gives the signed root, every full
 * tile has the hash that the one above it says, every record lies where its id says, and every older head is that of
 * the tree's beginning. Holds some hashes a tile, and no tile.
 */
export class ProofsCheck {
  /** What `take` wants, in this order. */
  readonly tiles: readonly HashTile[]
  readonly #proofs: Proofs
  /** The full tiles right below a tile, by its place. */
  readonly #below: ReadonlyMap<number, readonly HashTile[]>
  /** What a tile above says of a full one. */
  readonly #expected = new Map<number, Uint8Array>()
  /** The records below each tile of level 0. */
  readonly #records: ReadonlyMap<number, readonly ListedRecord[]>
  /** The right edges of the older heads: how much of a tile is theirs. */
  readonly #edges: ReadonlyMap<number, readonly { readonly head: number; readonly width: number }[]>
  /** The subtrees of each older head, from the largest on. */
  readonly #subtrees: Uint8Array[][]
  readonly #edge: { readonly tile: HashTile; readonly bytes: Uint8Array }[] = []
  #taken = 0

  constructor(proofs: Proofs) {
    this.#proofs = proofs
    this.tiles = tilesOf(proofs)
    const full = this.tiles.filter(({ width }) => width === fullWidth)
    this.#below = grouped(full, ({ level, n }) => tilePlace({ level: level + 1, n: Math.floor(n / fullWidth) }))
    this.#records = grouped(proofs.records, ({ id }) => Math.floor(id / fullWidth))
    const older = proofs.heads.slice(1)
    const edges = older.flatMap(({ size }, head) => edgeOf(size).map(tile => ({ head, ...tile })))
    this.#edges = grouped(edges, tilePlace)
    this.#subtrees = older.map(() => [])
  }

  /**
   * Takes the next tile. False where `bytes` are not it: then others may be tried; of the edge only all of it together
   * can be told, which throws `bad-tile`. Throws `bad-proof` where a record is not in the tree, or nothing is next.
   */
  takes(bytes: Uint8Array): boolean {
    const tile = this.#next()
    if (bytes.length !== tile.width * hashSize) return false
    const expected = this.#expected.get(tilePlace(tile))
    const isFull = tile.width === fullWidth
    if (isFull && !(expected !== undefined && sameBytes(subtreeHash(bytes), expected))) return false
    this.#taken++
    if (isFull) this.#verified(tile, bytes)
    else this.#takeEdge(tile, bytes)
    return true
  }

  /** Takes the next tile. Throws `bad-tile` where `bytes` are not it, and as `takes` does. */
  take(bytes: Uint8Array): void {
    const tile = this.#next()
    if (this.takes(bytes)) return
    checkTileLength(tile, bytes)
    throw this.#inconsistent(tile)
  }

  #takeEdge(tile: HashTile, bytes: Uint8Array): void {
    this.#edge.push({ tile, bytes: bytes.slice() })
    if (this.#taken < this.tiles.length && this.#next().width < fullWidth) return
    const [head] = this.#proofs.heads
    const root = foldSubtrees(this.#edge.flatMap(one => subtreeHashes(one.bytes)))
    if (!sameBytes(root, head.root)) throw this.#inconsistent(tile)
    for (const one of this.#edge) this.#verified(one.tile, one.bytes)
  }

  /** After the last tile. Throws `bad-tile` where some are lacking, `log-fork` where an older head is of another. */
  finish(): void {
    const next = this.tiles[this.#taken]
    if (next !== undefined) throw new GoferryError('bad-tile', { subject: tilePath(next), reason: 'tile-missing' })
    const [head, ...older] = this.#proofs.heads
    for (const [i, old] of older.entries())
      if (!sameBytes(foldSubtrees(this.#subtrees[i] ?? []), old.root)) throw contradiction('log-fork', head, old)
  }

  #next(): HashTile {
    const tile = this.tiles[this.#taken]
    if (tile === undefined) throw new GoferryError('bad-proof', { subject: 'proofs', reason: 'proofs-form' })
    return tile
  }

  #inconsistent(tile: HashTile): GoferryError {
    const params = { size: this.#proofs.heads[0].size }
    return new GoferryError('bad-tile', { subject: tilePath(tile), reason: 'tile-inconsistent', params })
  }

  /** `bytes` are known to be of the tree: what they say of others counts. */
  #verified(tile: HashTile, bytes: Uint8Array): void {
    const hashAt = (n: number) => bytes.subarray((n % fullWidth) * hashSize, ((n % fullWidth) + 1) * hashSize)
    const place = tilePlace(tile)
    for (const below of this.#below.get(place) ?? []) this.#expected.set(tilePlace(below), hashAt(below.n).slice())
    this.#expected.delete(place)
    for (const { head, width } of this.#edges.get(place) ?? [])
      this.#subtrees[head]?.push(...subtreeHashes(bytes.subarray(0, width * hashSize)).map(hash => hash.slice()))
    if (tile.level > 0) return
    for (const { id, text } of this.#records.get(tile.n) ?? []) {
      if (sameBytes(hashAt(id), recordHash(text))) continue
      const params = { id, size: this.#proofs.heads[0].size }
      throw new GoferryError('bad-proof', { subject: text.split('\n', 1)[0] ?? '', reason: 'proof-record', params })
    }
  }
}

function grouped<T>(items: readonly T[], key: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group === undefined) groups.set(key(item), [item])
    else group.push(item)
  }
  return groups
}
