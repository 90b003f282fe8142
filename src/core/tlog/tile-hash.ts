import { hashSize, nodeHash } from './hash.ts'

/** The hash of the complete subtree over a power of two hashes that stand one after the other in `hashes`. */
export function subtreeHash(hashes: Uint8Array): Uint8Array {
  if (hashes.length === hashSize) return hashes
  const half = hashes.length / 2
  return nodeHash(subtreeHash(hashes.subarray(0, half)), subtreeHash(hashes.subarray(half)))
}

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
