import { emptyRoot, nodeHash } from './hash.ts'
import { type HashReader, subtreeIndexes } from './stored-hash.ts'

/**
 * The root of the first `size` records of the tree that `read` reads (Go: tlog.TreeHash). Throws what `read` throws.
 */
export async function treeHash(size: number, read: HashReader): Promise<Uint8Array> {
  return size === 0 ? emptyRoot : foldSubtrees(await read(subtreeIndexes(0, size)))
}

/**
 * The hash over complete subtrees from left to right, each smaller than the one before; at least one (RFC 6962 §2.1).
 */
export function foldSubtrees(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}
