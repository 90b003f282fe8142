import { isGoferryError } from '../../core/errors.ts'
import type { Store } from '../../ports/store.ts'

/** What a file holds; undefined where it is not there, null where it cannot be read or is too long. */
export type Found = Uint8Array | undefined | null

/** What is under `key`. Throws what the store throws that says nothing of the file. */
export async function readOrDamaged(store: Store, key: string, limit: number): Promise<Found> {
  try {
    return await store.read(key, limit)
  } catch (error) {
    if (isGoferryError(error, 'store-damaged', 'io-failed', 'too-large')) return null
    throw error
  }
}
