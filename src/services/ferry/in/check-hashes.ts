import { GoferryError } from '../../../core/errors.ts'
import type { RecordHashes } from '../../../core/sumdb/record-hashes.ts'

/**
 * The `h1:` of what a zip or archive holds whose record lies before the bundle: whoever has that holds it against it.
 */
export type Unrecorded = Partial<RecordHashes>

/** Throws `bundle-damaged` where the record says otherwise; gives what could not be held against it. */
export function against(record: RecordHashes | undefined, found: Unrecorded): Unrecorded | undefined {
  if (record === undefined) return Object.keys(found).length > 0 ? found : undefined
  checkHashes(record, found)
  return undefined
}

/** Throws `bundle-damaged` where a file has other hashes than the record of its version. */
export function checkHashes(record: RecordHashes, { h1Zip = record.h1Zip, h1Mod = record.h1Mod }: Unrecorded): void {
  checkDigest(h1Zip, record.h1Zip)
  checkDigest(h1Mod, record.h1Mod)
}

/** Throws `bundle-damaged` where a digest is not that of the log. */
export function checkDigest(found: string, expected: string): void {
  if (found === expected) return
  const params = { found, expected }
  throw new GoferryError('bundle-damaged', { subject: 'object', reason: 'bundle.object-digest', params })
}
