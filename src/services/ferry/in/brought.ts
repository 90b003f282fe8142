import { utf8 } from '../../../core/bytes.ts'
import { broughtBy } from '../../../core/ferry/brought.ts'
import { evidenceKey, evidenceLimit, parseEvidence } from '../../../core/ferry/evidence.ts'
import { type IdRanges, unite } from '../../../core/ferry/id-ranges.ts'
import { parseHeader } from '../../../core/ferry/parse-header.ts'
import { splitNote } from '../../../core/note/open-note.ts'
import type { Store } from '../../../ports/store.ts'

/**
 * The entries of a mirror's log whose blobs came with one of the bundles that were taken, by the headers that the blobs
 * of `evidence` keep (SHA-256 each). One that is lost counts for nothing: what it brought may then come again. Throws
 * `store-damaged`, and what the store throws.
 */
export async function broughtIn(store: Pick<Store, 'read'>, evidence: Iterable<string>): Promise<IdRanges> {
  let brought: IdRanges = []
  for (const name of evidence) {
    const key = evidenceKey(name)
    const bytes = await store.read(key, evidenceLimit)
    if (bytes === undefined) continue
    const { header } = parseEvidence(bytes, key)
    brought = unite(brought, broughtBy(parseHeader(splitNote(utf8(header)).text)))
  }
  return brought
}
