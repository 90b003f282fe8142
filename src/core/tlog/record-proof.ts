import { sameBytes } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { nodeHash, treeLimit } from './hash.ts'
import { type RecordRange, readRanges } from './read-ranges.ts'
import { type HashReader, splitPoint } from './stored-hash.ts'
import type { TreeHead } from './tree-head.ts'

/**
 * The proof that record `n` is in the tree of `size` records: the hashes beside its way to the root, from the leaf up
 * (RFC 6962 §2.1.1; Go: tlog.ProveRecord). Throws `bad-proof` unless 0 <= n < size; what `read` throws.
 */
export async function proveRecord(size: number, n: number, read: HashReader): Promise<Uint8Array[]> {
  return readRanges(auditPath(size, n), read)
}

/** Throws `bad-proof` unless `proof` shows that `hash` is that of record `n` of `tree` (Go: tlog.CheckRecord). */
export function checkRecord(proof: readonly Uint8Array[], tree: TreeHead, n: number, hash: Uint8Array): void {
  const path = auditPath(tree.size, n)
  const refuse = (reason: 'proof-length' | 'proof-wrong') =>
    new GoferryError('bad-proof', { subject: `record ${n}`, reason })
  if (proof.length !== path.length) throw refuse('proof-length')
  const root = path.reduce((below, { lo }, i) => {
    const beside = proof[i] ?? new Uint8Array()
    return lo > n ? nodeHash(below, beside) : nodeHash(beside, below)
  }, hash)
  if (!sameBytes(root, tree.root)) throw refuse('proof-wrong')
}

/** What lies beside the way from record `n` to the root, from the leaf up. */
function auditPath(size: number, n: number): RecordRange[] {
  if (!(Number.isInteger(n) && n >= 0 && n < size && size <= treeLimit)) {
    throw new GoferryError('bad-proof', { subject: `record ${n}`, reason: 'proof-range', params: { size } })
  }
  const path: RecordRange[] = []
  for (let lo = 0, hi = size; hi - lo > 1; ) {
    const middle = lo + splitPoint(hi - lo)
    path.push(n < middle ? { lo: middle, hi } : { lo, hi: middle })
    if (n < middle) hi = middle
    else lo = middle
  }
  return path.toReversed()
}
