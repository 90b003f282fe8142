import { sha256 } from '../hash.ts'
import { hashSize } from './hash.ts'

/** The hash of the complete subtree over a power of two hashes that stand one after the other in `hashes`. */
export function subtreeHash(hashes: Uint8Array): Uint8Array {
  if (hashes.length === hashSize) return hashes
  const half = hashes.length / 2
  const left = subtreeHash(hashes.subarray(0, half))
  const right = subtreeHash(hashes.subarray(half))
  node.set(left, 1)
  node.set(right, 1 + hashSize)
  return sha256(node)
}

/**
 * The input of an inner node, as `nodeHash` has it: a tile has 255 of them, and memory for each costs a third of its
 * hash. Both halves always fill it, since what stands in a tile is cut at `hashSize`.
 */
const node = new Uint8Array(1 + 2 * hashSize)
node[0] = 1

/**
 * The hashes of the complete subtrees, largest first, into which the 1 to 2^30 hashes of a tile divide. They are all
 * that the root of a tree needs of a tile of its right edge (RFC 6962 §2.1: the largest power of two first).
 */
export function subtreeHashes(tile: Uint8Array): Uint8Array[] {
  const hashes: Uint8Array[] = []
  for (let at = 0; at < tile.length; ) {
    const left = (tile.length - at) / hashSize
    const width = 2 ** Math.floor(Math.log2(left))
    hashes.push(subtreeHash(tile.subarray(at, at + width * hashSize)))
    at += width * hashSize
  }
  return hashes
}
