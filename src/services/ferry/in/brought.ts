import { broughtBy } from '../../../core/ferry/brought.ts'
import { headerOf } from '../../../core/ferry/evidence.ts'
import { type IdRanges, unite } from '../../../core/ferry/id-ranges.ts'
import type { Store } from '../../../ports/store.ts'
import { readEvidence } from './read-evidence.ts'

/**
 * The entries of a mirror's log whose blobs came with one of the bundles that were taken, by the headers that the blobs
 * of `evidence` keep (SHA-256 each). One that is lost counts for nothing: what it brought may then come again. Throws
 * `store-damaged`, and what the store throws.
 */
export async function broughtIn(store: Pick<Store, 'read'>, evidence: Iterable<string>): Promise<IdRanges> {
  let brought: IdRanges = []
  for (const name of evidence) {
    const found = await readEvidence(store, name)
    if (found !== undefined) brought = unite(brought, broughtBy(headerOf(found)))
  }
  return brought
}
