import { utf8 } from '../../core/bytes.ts'
import { isGoferryError } from '../../core/errors.ts'
import type { RecordEntry } from '../../core/log/entry.ts'
import type { Verifier } from '../../core/note/key.ts'
import { goSumLines } from '../../core/sumdb/go-sum-lines.ts'
import { formatLookup, parseLookup } from '../../core/sumdb/lookup.ts'
import { openSignedHead } from '../../core/sumdb/signed-head.ts'

/** A record and its number in the log. */
export interface NumberedRecord {
  readonly id: number
  readonly entry: RecordEntry
}

/** What Go's `/lookup/` answers for a record: with the signed head `goNote`, of a tree that holds it. */
export function lookupAnswer({ id, entry }: NumberedRecord, goNote: string): Uint8Array {
  return formatLookup({ id, text: goSumLines(entry), head: utf8(goNote) })
}

/** Whether `bytes` are such an answer, with a head that covers the record and that one of `verifiers` signed. */
export function isLookupAnswer(
  bytes: Uint8Array,
  { id, entry }: NumberedRecord,
  verifiers: readonly Verifier[],
): boolean {
  try {
    const found = parseLookup(bytes)
    return found.id === id && found.text === goSumLines(entry) && openSignedHead(found.head, verifiers).size > id
  } catch (error) {
    if (isGoferryError(error)) return false
    throw error
  }
}
