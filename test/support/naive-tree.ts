import { createHash } from 'node:crypto'

/** The Merkle tree hash of RFC 6962 §2.1, word for word and slow: what the incremental code is held against. */
export function naiveRoot(records: readonly string[]): Buffer {
  const [first] = records
  if (first === undefined) return hash()
  if (records.length === 1) return hash(Buffer.of(0), Buffer.from(first))
  const k = largestPowerBelow(records.length)
  return hash(Buffer.of(1), naiveRoot(records.slice(0, k)), naiveRoot(records.slice(k)))
}

/** The audit path PATH(m, D[n]) of RFC 6962 §2.1.1. */
export function naiveRecordProof(m: number, records: readonly string[]): Buffer[] {
  if (records.length === 1) return []
  const k = largestPowerBelow(records.length)
  return m < k
    ? [...naiveRecordProof(m, records.slice(0, k)), naiveRoot(records.slice(k))]
    : [...naiveRecordProof(m - k, records.slice(k)), naiveRoot(records.slice(0, k))]
}

/** The consistency proof PROOF(m, D[n]) of RFC 6962 §2.1.2; `isWhole` is its parameter b. */
export function naiveTreeProof(m: number, records: readonly string[], isWhole = true): Buffer[] {
  if (m === records.length) return isWhole ? [] : [naiveRoot(records)]
  const k = largestPowerBelow(records.length)
  return m <= k
    ? [...naiveTreeProof(m, records.slice(0, k), isWhole), naiveRoot(records.slice(k))]
    : [...naiveTreeProof(m - k, records.slice(k), false), naiveRoot(records.slice(0, k))]
}

function largestPowerBelow(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

function hash(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}
