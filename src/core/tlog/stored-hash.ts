import { GoferryError } from '../errors.ts'
import { treeLimit } from './hash.ts'

/**
 * Reads hashes of one tree by their `storedHashIndex`: as many as `indexes`, in their order (Go: tlog.HashReader).
 * Throws `bad-tile` where a hash is not to be had, or cannot be trusted.
 */
export type HashReader = (indexes: readonly number[]) => Promise<readonly Uint8Array[]>

/**
 * The place of hash `n` of row `level` in the one row of all hashes of a growing tree, in which each complete subtree
 * follows its last leaf (Go: tlog.StoredHashIndex; Crosby and Wallach §3.3). Throws `bad-tile` beyond 2^52 records.
 */
export function storedHashIndex(level: number, n: number): number {
  if (!(n >= 0 && (n + 1) * 2 ** level <= treeLimit)) {
    throw new GoferryError('bad-tile', { subject: `${level}/${n}`, reason: 'tile-range' })
  }
  // Row L's hash n comes right after row L-1's hash 2n+1: go down to the last leaf below it, and add the rows back.
  const leaf = (n + 1) * 2 ** level - 1
  let index = level
  for (let below = leaf; below > 0; below = Math.floor(below / 2)) index += below
  return index
}

/** The inverse of `storedHashIndex`. Throws `bad-tile` beyond 2^52 records. */
export function splitStoredHashIndex(index: number): { level: number; n: number } {
  // storedHashIndex(0, n) < 2n, so the leaf is in [index/2, index/2 + log2(index)].
  let leaf = Math.floor(index / 2)
  let at = storedHashIndex(0, leaf)
  for (;;) {
    // Each leaf comes with the hashes of the subtrees that it completes.
    const next = at + 1 + trailingZeros(leaf + 1)
    if (next > index) break
    leaf++
    at = next
  }
  const level = index - at
  return { level, n: Math.floor(leaf / 2 ** level) }
}

/**
 * The places of the complete subtrees over the records [lo, hi), largest first: `lo` is 0 or a multiple of the largest.
 */
export function subtreeIndexes(lo: number, hi: number): number[] {
  const indexes: number[] = []
  for (let at = lo; at < hi; ) {
    const level = floorLog2(hi - at)
    indexes.push(storedHashIndex(level, at / 2 ** level))
    at += 2 ** level
  }
  return indexes
}

/** The largest power of two below `n`, which is at least 2: where RFC 6962 §2.1 splits a tree of `n` records. */
export function splitPoint(n: number): number {
  return 2 ** floorLog2(n - 1)
}

/** Math.log2 rounds up just below a large power of two, so it is not asked. */
function floorLog2(n: number): number {
  let log = 0
  for (let power = 2; power <= n; power *= 2) log++
  return log
}

function trailingZeros(n: number): number {
  let zeros = 0
  for (let rest = n; rest % 2 === 0; rest /= 2) zeros++
  return zeros
}
