import { concat, fromUtf8, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { treeLimit } from '../tlog/hash.ts'
import { isRecordText } from '../tlog/record-text.ts'

/** What a checksum database answers to `/lookup/PATH@VERSION`. */
export interface Lookup {
  /** The number of the record in the tree. */
  readonly id: number
  /** The text of the record: what is hashed. */
  readonly text: string
  /** A signed head, of whatever tree that holds the record. */
  readonly head: Uint8Array
}

/**
 * The bytes of a lookup: the id, the record, a blank line, the signed head (Go: tlog.FormatRecord, Server.ServeHTTP).
 */
export function formatLookup({ id, text, head }: Lookup): Uint8Array {
  return concat(utf8(`${id}\n${text}\n`), head)
}

/** Takes a lookup apart; nothing in it is verified yet (Go: tlog.ParseRecord). Throws `bad-record`. */
export function parseLookup(bytes: Uint8Array): Lookup {
  const refuse = (reason: 'record-form' | 'record-id' | 'record-text') =>
    new GoferryError('bad-record', { subject: 'lookup', reason })
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const line = buffer.indexOf('\n')
  const blank = buffer.indexOf('\n\n', line + 1)
  if (line < 0 || blank < 0) throw refuse('record-form')
  const id = buffer.toString('latin1', 0, line)
  if (!/^(0|[1-9]\d{0,15})$/.test(id) || Number(id) >= treeLimit) throw refuse('record-id')
  const text = fromUtf8(bytes.subarray(line + 1, blank + 1))
  if (text === undefined || !isRecordText(text)) throw refuse('record-text')
  return { id: Number(id), text, head: bytes.subarray(blank + 2) }
}
