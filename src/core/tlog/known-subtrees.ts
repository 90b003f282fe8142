import { hash } from 'node:crypto'
import { hashSize } from './hash.ts'
import { subtreeHash } from './tile-hash.ts'

/** Below so many hashes it costs less to compute them again. */
const leastHashes = 16
/** Some 300 bytes each. */
const maxKnown = 4096

/** By what the hashes are, not by where they lie: bytes that were changed are others. */
const known = new Map<string, Uint8Array>()

/**
 * `subtreeHash(hashes)`, remembered: readers of a tree meet the tiles of its top and of its right edge with each
 * record, and one SHA-256 over 8 KiB costs a hundredth of the 255 of its subtree.
 */
export function knownSubtreeHash(hashes: Uint8Array): Uint8Array {
  if (hashes.length < leastHashes * hashSize) return subtreeHash(hashes)
  const key = hash('sha256', hashes, 'base64')
  const found = known.get(key)
  if (found !== undefined) return found
  const computed = subtreeHash(hashes)
  known.set(key, computed)
  const [oldest] = known.keys()
  if (known.size > maxKnown && oldest !== undefined) known.delete(oldest)
  return computed
}
