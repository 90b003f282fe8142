import { concat, fromUtf8, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { isRecordText } from './record-text.ts'

/**
 * A data tile of a checksum database: each record with a blank line after it (Go: tlog.FormatRecord without the id).
 */
export function formatDataTile(records: readonly string[]): Uint8Array {
  return utf8(records.map(record => `${record}\n`).join(''))
}

/**
 * The records of a data tile: the inverse of `formatDataTile`. Throws `bad-tile` where they are not `count` records.
 */
export function parseDataTile(bytes: Uint8Array, count: number): string[] {
  const text = fromUtf8(bytes)
  const records: string[] = []
  for (let at = 0; text !== undefined && at < text.length; ) {
    const blank = text.indexOf('\n\n', at)
    const record = text.slice(at, blank + 1)
    if (blank < 0 || !isRecordText(record)) throw badData(count)
    records.push(record)
    at = blank + 2
  }
  if (text === undefined || records.length !== count) throw badData(count)
  return records
}

/**
 * An entry bundle of C2SP tlog-tiles: each record after its length in
 * two bytes, big-endian. Records have at most 65,535.
 */
export function formatEntryBundle(records: readonly string[]): Uint8Array {
  return concat(
    ...records.flatMap(record => {
      const bytes = utf8(record)
      return [Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]
    }),
  )
}

/**
 * The records of an entry bundle: the inverse of `formatEntryBundle`.
 * Throws `bad-tile` where they are not `count` records.
 */
export function parseEntryBundle(bytes: Uint8Array, count: number): string[] {
  const records: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
    const record = fromUtf8(bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
    if (at > bytes.length || record === undefined || !isRecordText(record)) throw badData(count)
    records.push(record)
  }
  if (records.length !== count) throw badData(count)
  return records
}

function badData(count: number): GoferryError {
  return new GoferryError('bad-tile', { subject: 'data', reason: 'tile-data', params: { count } })
}
