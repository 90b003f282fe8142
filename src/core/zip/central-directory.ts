import { fromUtf8 } from '../bytes.ts'
import { badZip, tooLarge } from './bad-zip.ts'
import { ByteCursor } from './byte-cursor.ts'
import type { ByteSource } from './byte-source.ts'
import type { DirectorySpan } from './end-record.ts'
import { extraIsHarmless } from './extra-fields.ts'
import { maxNameBytes } from './limits.ts'

/** One member of a zip, as the central directory describes it. */
export interface ZipMember {
  readonly name: string
  /** Only bits of `knownFlags`. */
  readonly flags: number
  readonly method: number
  /** Time and date in DOS form, 32 bits. */
  readonly modified: number
  readonly crc: number
  /** Bytes of the data in the zip. */
  readonly packedSize: number
  /** Bytes of the content. */
  readonly size: number
  /** Where its local header starts. */
  readonly offset: number
  /** The upper half is the Unix mode where the writer knew one, the lower byte the DOS attributes. */
  readonly attributes: number
}

/** Method 0: the data is the content. */
export const stored = 0
/** Flag bit 3: CRC and sizes follow the data, and are 0 in the local header. */
export const descriptorFlag = 1 << 3

/**
 * Reads the headers of the central directory (APPNOTE 4.3.12), in order. They must fill `span` exactly.
 * Throws `bad-zip` or `too-large` about `subject`.
 */
export function readDirectory(source: ByteSource, span: DirectorySpan, subject: string): ZipMember[] {
  const cursor = new ByteCursor(source, span.offset, span.end)
  const entries: ZipMember[] = []
  while (entries.length < span.entries) {
    const entry = readHeader(cursor, subject)
    if (!entry) throw badZip(subject, 'zip.directory')
    entries.push(entry)
  }
  if (cursor.left > 0) throw badZip(subject, 'zip.directory')
  return entries
}

/** The next header, or undefined where the bytes left are not a whole one. */
function readHeader(cursor: ByteCursor, subject: string): ZipMember | undefined {
  const fixed = cursor.take(46)
  if (!fixed) return undefined
  const header = new DataView(fixed.buffer, fixed.byteOffset, fixed.length)
  if (header.getUint32(0, true) !== signature) return undefined
  const nameLength = header.getUint16(28, true)
  if (nameLength > maxNameBytes) throw tooLarge(subject, 'zip.name-limit', maxNameBytes)
  const nameBytes = cursor.take(nameLength)
  const extra = cursor.take(header.getUint16(30, true))
  if (!nameBytes || !extra) return undefined
  const name = fromUtf8(nameBytes)
  if (name === undefined) throw badZip(subject, 'zip.name-encoding')
  const entry = {
    name,
    flags: header.getUint16(8, true),
    method: header.getUint16(10, true),
    modified: header.getUint32(12, true),
    crc: header.getUint32(16, true),
    packedSize: header.getUint32(20, true),
    size: header.getUint32(24, true),
    offset: header.getUint32(42, true),
    attributes: header.getUint32(38, true),
  }
  if (header.getUint32(32, true) !== 0) throw badZip(subject, 'zip.comment', { name }) // comment length, disk number
  if ((entry.flags & ~knownFlags) !== 0) throw badZip(subject, 'zip.flags', { name })
  // Go opens a directory by any method; that it is there at all is refused by who reads the names.
  const known = entry.method === stored || entry.method === deflated || name.endsWith('/')
  if (!known) throw badZip(subject, 'zip.method', { name })
  if (!extraIsHarmless(extra)) throw badZip(subject, 'zip.extra', { name })
  return entry
}

const signature = 0x02014b50
/** Method 8: the data is one deflate stream. */
const deflated = 8
/** Deflate level (bits 1, 2), data descriptor (3), UTF-8 names (11); not encryption (0, 6, 13) or patches (5). */
const knownFlags = 0b110 | descriptorFlag | (1 << 11)
