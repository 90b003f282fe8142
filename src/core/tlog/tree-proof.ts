import { sameBytes } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { nodeHash, treeLimit } from './hash.ts'
import { type RecordRange, readRanges } from './read-ranges.ts'
import { type HashReader, splitPoint } from './stored-hash.ts'
import type { TreeHead } from './tree-head.ts'

/**
 * The proof that the tree of `size` records begins with that of its first `oldSize` (RFC 6962 §2.1.2; Go:
 * tlog.ProveTree). Throws `bad-proof` unless 1 <= oldSize <= size; what `read` throws.
 */
export async function proveTree(size: number, oldSize: number, read: HashReader): Promise<Uint8Array[]> {
  return readRanges(consistencyPath(size, oldSize), read)
}

/** Throws `bad-proof` unless `proof` shows that `tree` begins with `old` (Go: tlog.CheckTree). */
export function checkTree(proof: readonly Uint8Array[], tree: TreeHead, old: TreeHead): void {
  const path = consistencyPath(tree.size, old.size)
  const refuse = (reason: 'proof-length' | 'proof-wrong') =>
    new GoferryError('bad-proof', { subject: `tree ${old.size}`, reason })
  if (proof.length !== path.length) throw refuse('proof-length')
  // The lowest node that both trees have: the whole old tree, or else the first hash of the proof.
  const isWhole = (path[0]?.lo ?? old.size) >= old.size
  let oldRoot = (isWhole ? old.root : proof[0]) ?? old.root
  let root = oldRoot
  for (const [i, { lo }] of path.entries()) {
    if (i === 0 && !isWhole) continue
    const beside = proof[i] ?? new Uint8Array()
    if (lo < old.size) oldRoot = nodeHash(beside, oldRoot)
    root = lo < old.size ? nodeHash(beside, root) : nodeHash(root, beside)
  }
  if (!sameBytes(oldRoot, old.root) || !sameBytes(root, tree.root)) throw refuse('proof-wrong')
}

/**
 * What lies beside the way to the end of the old tree, from below;
 * before it, the lowest common node unless it is the old tree.
 */
function consistencyPath(size: number, oldSize: number): RecordRange[] {
  if (!(Number.isInteger(oldSize) && oldSize >= 1 && oldSize <= size && size <= treeLimit)) {
    throw new GoferryError('bad-proof', { subject: `tree ${oldSize}`, reason: 'proof-range', params: { size } })
  }
  const path: RecordRange[] = []
  let lo = 0
  for (let hi = size; hi !== oldSize; ) {
    const middle = lo + splitPoint(hi - lo)
    path.push(oldSize <= middle ? { lo: middle, hi } : { lo, hi: middle })
    if (oldSize <= middle) hi = middle
    else lo = middle
  }
  if (lo > 0) path.push({ lo, hi: oldSize })
  return path.toReversed()
}
