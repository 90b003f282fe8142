import { isGoferryError } from '../../core/errors.ts'
import { sha256Of } from '../../core/hash.ts'
import type { ProofsEntry } from '../../core/log/entry.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'
import { readChunks } from '../../ports/read-whole.ts'
import type { Store } from '../../ports/store.ts'

/**
 * What is wrong with the blob of proofs that `entry` names, after reading all of it; undefined for nothing. Throws what
 * the store throws that says nothing of the file.
 */
export async function checkRecorded(
  store: Store,
  { sha256, size }: Pick<ProofsEntry, 'sha256' | 'size'>,
): Promise<'damaged' | 'missing' | undefined> {
  try {
    const blob = await store.open(proofsKey(sha256))
    if (blob === undefined) return 'missing'
    try {
      return blob.size === size && (await sha256Of(readChunks(blob))) === sha256 ? undefined : 'damaged'
    } finally {
      await blob.close()
    }
  } catch (error) {
    if (isGoferryError(error, 'store-damaged', 'io-failed')) return 'damaged'
    throw error
  }
}
