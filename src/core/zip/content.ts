import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { concat } from '../bytes.ts'
import { badZip } from './bad-zip.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { stored, type ZipMember } from './central-directory.ts'
import { inflate, packedPieces } from './inflate.ts'

/** What was read of a member. */
export interface Content {
  /** 32 bytes. */
  readonly sha256: Uint8Array
  /** The content itself, where it was to be kept. */
  readonly bytes?: Uint8Array
}

/**
 * Reads the data of `entry` from `cursor`, which stands at its first byte, and leaves it behind its last one. Size and
 * CRC are checked on the real bytes; it stops at the first byte over the declared size. Only with `keep` is the whole
 * content held in memory. Throws `bad-zip` about `subject`.
 */
export async function readContent(
  cursor: ByteCursor,
  entry: ZipMember,
  subject: string,
  keep: boolean,
): Promise<Content> {
  const hash = createHash('sha256')
  const kept: Uint8Array[] = []
  for await (const piece of checkedPieces(cursor, entry, subject)) {
    hash.update(piece)
    if (keep) kept.push(piece.slice())
  }
  return keep ? { sha256: hash.digest(), bytes: concat(...kept) } : { sha256: hash.digest() }
}

/**
 * The content of `entry`, piece by piece, from `cursor`, which stands at the first byte of its data. Throws `bad-zip`
 * about `subject` behind the last piece where size or CRC differ.
 */
export async function* checkedPieces(
  cursor: ByteCursor,
  entry: ZipMember,
  subject: string,
): AsyncGenerator<Uint8Array> {
  let size = 0
  let crc = 0
  for await (const piece of pieces(cursor, entry, subject)) {
    size += piece.length
    if (size > entry.size) break
    crc = crc32(piece, crc)
    yield piece
  }
  if (size !== entry.size) throw badZip(subject, 'zip.size', { name: entry.name })
  if (crc !== entry.crc) throw badZip(subject, 'zip.crc', { name: entry.name })
}

function pieces(
  cursor: ByteCursor,
  entry: ZipMember,
  subject: string,
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  return entry.method === stored ? packedPieces(cursor, entry.packedSize) : inflate(cursor, entry, subject)
}
