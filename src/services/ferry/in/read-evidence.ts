import { type Evidence, evidenceKey, evidenceLimit, parseEvidence } from '../../../core/ferry/evidence.ts'
import type { Store } from '../../../ports/store.ts'

/**
 * The evidence of an import, whose blob has the SHA-256 `sha256`; undefined where it is lost. Throws `store-damaged`,
 * and what the store throws.
 */
export async function readEvidence(store: Pick<Store, 'read'>, sha256: string): Promise<Evidence | undefined> {
  const key = evidenceKey(sha256)
  const bytes = await store.read(key, evidenceLimit)
  return bytes && parseEvidence(bytes, key)
}
