import { fromUtf8 } from '../bytes.ts'
import { badZip } from './bad-zip.ts'
import { ByteCursor } from './byte-cursor.ts'
import type { ByteSource } from './byte-source.ts'
import { descriptorFlag, type ZipMember } from './central-directory.ts'
import { type Content, checkedPieces, readContent } from './content.ts'
import { extraIsHarmless } from './extra-fields.ts'

/** Which members to read, and of which to keep the content. */
export interface MemberWalk {
  /** In the order of the central directory. */
  readonly entries: readonly ZipMember[]
  /** Where the central directory starts: the members must fill the file up to there. */
  readonly end: number
  readonly keep: (name: string) => boolean
}

/**
 * Reads every member of the zip once, in order, and checks it against its central header. Each must start where the one
 * before it ended, the first at byte 0: no byte is shared, none is hidden. Throws `bad-zip` about `subject`.
 */
export async function* readMembers(
  source: ByteSource,
  walk: MemberWalk,
  subject: string,
): AsyncGenerator<Content & { readonly name: string }> {
  const cursor = new ByteCursor(source, 0, walk.end)
  for (const entry of walk.entries) {
    readLocalHeader(cursor, entry, subject)
    if (entry.packedSize > cursor.left) throw badZip(subject, 'zip.layout', { name: entry.name })
    const content = await readContent(cursor, entry, subject, walk.keep(entry.name))
    if ((entry.flags & descriptorFlag) !== 0) readDescriptor(cursor, entry, subject)
    yield { ...content, name: entry.name }
  }
  if (cursor.left > 0) throw badZip(subject, 'zip.layout', { name: 'central directory' })
}

/**
 * The content of one member of a zip that was read whole before (`readMembers`), piece by piece; `end` is where the
 * next member or the central directory starts. Throws `bad-zip` about `subject`, behind the last piece where size or
 * CRC differ.
 */
export async function* readMember(
  source: ByteSource,
  entry: ZipMember,
  end: number,
  subject: string,
): AsyncGenerator<Uint8Array> {
  const cursor = new ByteCursor(source, entry.offset, end)
  readLocalHeader(cursor, entry, subject)
  if (entry.packedSize > cursor.left) throw badZip(subject, 'zip.layout', { name: entry.name })
  yield* checkedPieces(cursor, entry, subject)
}

/** APPNOTE 4.3.7; the two headers may differ in versions and extra fields alone. */
function readLocalHeader(cursor: ByteCursor, entry: ZipMember, subject: string): void {
  const fixed = entry.offset === cursor.position ? cursor.take(30) : undefined
  if (!fixed) throw badZip(subject, 'zip.layout', { name: entry.name })
  const header = new DataView(fixed.buffer, fixed.byteOffset, fixed.length)
  const name = cursor.take(header.getUint16(26, true))
  const extra = cursor.take(header.getUint16(28, true))
  const later = (entry.flags & descriptorFlag) !== 0
  const agrees =
    header.getUint32(0, true) === localSignature &&
    header.getUint16(6, true) === entry.flags &&
    header.getUint16(8, true) === entry.method &&
    header.getUint32(10, true) === entry.modified &&
    header.getUint32(14, true) === (later ? 0 : entry.crc) &&
    header.getUint32(18, true) === (later ? 0 : entry.packedSize) &&
    header.getUint32(22, true) === (later ? 0 : entry.size) &&
    name !== undefined &&
    fromUtf8(name) === entry.name
  if (!agrees) throw badZip(subject, 'zip.local', { name: entry.name })
  if (!extra || !extraIsHarmless(extra)) throw badZip(subject, 'zip.extra', { name: entry.name })
}

/** APPNOTE 4.3.9, with the signature, as Go writes it. */
function readDescriptor(cursor: ByteCursor, entry: ZipMember, subject: string): void {
  const bytes = cursor.take(16)
  const fields = bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const agrees =
    fields?.getUint32(0, true) === descriptorSignature &&
    fields.getUint32(4, true) === entry.crc &&
    fields.getUint32(8, true) === entry.packedSize &&
    fields.getUint32(12, true) === entry.size
  if (!agrees) throw badZip(subject, 'zip.descriptor', { name: entry.name })
}

const localSignature = 0x04034b50
const descriptorSignature = 0x08074b50
