import { crc32, deflateRawSync } from 'node:zlib'
import { concat, utf8 } from '../../src/core/bytes.ts'

/** The fields that a local and a central header share. */
export interface HeaderFields {
  readonly name: string | Uint8Array
  readonly flags: number
  readonly method: number
  readonly modified: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  readonly extra: Uint8Array
}

/** A member of a zip to build. What is not said is what an honest writer would put there. */
export interface ZipMember extends Partial<HeaderFields> {
  readonly name: string | Uint8Array
  readonly content?: Uint8Array
  /** The data as it lies in the zip, instead of `content` packed. */
  readonly data?: Uint8Array
  /** What the local header says otherwise than the central one. */
  readonly local?: Partial<HeaderFields>
  /** The data descriptor, instead of the honest one that follows where flag bit 3 is set. */
  readonly descriptor?: Uint8Array
  /** Bytes before the local header that no header accounts for. */
  readonly before?: Uint8Array
  readonly offset?: number
  readonly attributes?: number
  readonly madeBy?: number
  readonly disk?: number
  readonly comment?: Uint8Array
}

/** What the end record says. */
export interface EndFields {
  readonly disk: number
  readonly entriesHere: number
  readonly entries: number
  readonly size: number
  readonly offset: number
}

/** A zip to build. */
export interface ZipShape {
  readonly members: readonly ZipMember[]
  /** Bytes before the first member; offsets count from the start of the file unless `movedBase`. */
  readonly prefix?: Uint8Array
  /** Offsets count from behind `prefix`, as in a self-extracting archive. */
  readonly movedBase?: boolean
  readonly beforeDirectory?: Uint8Array
  readonly afterDirectory?: Uint8Array
  readonly end?: Partial<EndFields>
  /** Adds zip64 end records: honest ones, or with these values in their fields. */
  readonly zip64?: Partial<EndFields & { recordSize: number; recordOffset: number; disks: number }>
  readonly comment?: Uint8Array
  readonly suffix?: Uint8Array
}

/** Flag bit 3: a data descriptor follows. */
export const withDescriptor = 8

/** Writes a zip field by field, honest or not: the reader's adversary. */
export function buildZip(shape: ZipShape): Uint8Array {
  const prefix = shape.prefix ?? empty
  const base = shape.movedBase ? prefix.length : 0
  const parts = [prefix]
  const headers: Uint8Array[] = []
  let at = prefix.length
  for (const member of shape.members) {
    const data = member.data ?? packed(member)
    const fields = fieldsOf(member, data)
    const before = member.before ?? empty
    headers.push(centralHeader(member, fields, at + before.length - base))
    const written = concat(before, localHeader(member, fields), data, descriptorOf(member, fields))
    parts.push(written)
    at += written.length
  }
  const directory = concat(...headers)
  parts.push(shape.beforeDirectory ?? empty, directory, shape.afterDirectory ?? empty)
  const entries = shape.members.length
  const offset = at + (shape.beforeDirectory?.length ?? 0)
  const honest = { disk: 0, entriesHere: entries, entries, size: directory.length, offset: offset - base }
  const endsAt = offset + directory.length + (shape.afterDirectory?.length ?? 0)
  parts.push(...endRecords(shape, honest, endsAt), shape.comment ?? empty, shape.suffix ?? empty)
  return concat(...parts)
}

/** One extra field. */
export function extraField(id: number, data: Uint8Array): Uint8Array {
  return concat(u16(id, data.length), data)
}

/** The extended timestamp that Go and Info-ZIP write. */
export const timestamp = extraField(0x5455, Uint8Array.of(1, 0, 0, 0, 0x60))

/** Sixteen bytes of a data descriptor. */
export function descriptor(fields: { crc: number; packedSize: number; size: number }): Uint8Array {
  return u32(0x08074b50, fields.crc, fields.packedSize, fields.size)
}

/** Numbers as little-endian 32-bit words. */
export function u32(...numbers: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * numbers.length))
  for (const [i, number] of numbers.entries()) view.setUint32(4 * i, number, true)
  return new Uint8Array(view.buffer)
}

/** Numbers as little-endian 16-bit words. */
function u16(...numbers: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * numbers.length))
  for (const [i, number] of numbers.entries()) view.setUint16(2 * i, number, true)
  return new Uint8Array(view.buffer)
}

function u64(number: number): Uint8Array {
  return u32(number % 2 ** 32, Math.floor(number / 2 ** 32))
}

function packed(member: ZipMember): Uint8Array {
  const content = member.content ?? empty
  return (member.method ?? 8) === 8 ? deflateRawSync(content) : content
}

function fieldsOf(member: ZipMember, data: Uint8Array): HeaderFields {
  const content = member.content ?? empty
  return {
    name: member.name,
    flags: member.flags ?? 0,
    method: member.method ?? 8,
    modified: member.modified ?? 0,
    crc: member.crc ?? crc32(content),
    packedSize: member.packedSize ?? data.length,
    size: member.size ?? content.length,
    extra: member.extra ?? empty,
  }
}

function centralHeader(member: ZipMember, fields: HeaderFields, offset: number): Uint8Array {
  const [name, comment] = [bytesOf(fields.name), member.comment ?? empty]
  return concat(
    u32(0x02014b50),
    u16(member.madeBy ?? 20, 20, fields.flags, fields.method),
    u32(fields.modified, fields.crc, fields.packedSize, fields.size),
    u16(name.length, fields.extra.length, comment.length, member.disk ?? 0, 0),
    u32(member.attributes ?? 0, member.offset ?? offset),
    name,
    fields.extra,
    comment,
  )
}

function localHeader(member: ZipMember, fields: HeaderFields): Uint8Array {
  const later = (fields.flags & withDescriptor) !== 0 ? { crc: 0, packedSize: 0, size: 0 } : {}
  const local = { ...fields, ...later, ...member.local }
  const name = bytesOf(local.name)
  return concat(
    u32(0x04034b50),
    u16(20, local.flags, local.method),
    u32(local.modified, local.crc, local.packedSize, local.size),
    u16(name.length, local.extra.length),
    name,
    local.extra,
  )
}

function descriptorOf(member: ZipMember, fields: HeaderFields): Uint8Array {
  return member.descriptor ?? ((fields.flags & withDescriptor) !== 0 ? descriptor(fields) : empty)
}

function endRecords(shape: ZipShape, honest: EndFields, at: number): Uint8Array[] {
  const plain = shape.zip64
    ? { ...honest, entriesHere: 0xffff, entries: 0xffff, size: 2 ** 32 - 1, offset: 2 ** 32 - 1 }
    : honest
  const { disk, entriesHere, entries, size, offset } = { ...plain, ...shape.end }
  const commentLength = u16(shape.comment?.length ?? 0)
  const end = concat(u32(0x06054b50), u16(disk, disk, entriesHere, entries), u32(size, offset), commentLength)
  return shape.zip64 ? [...zip64Records(shape.zip64, honest, at), end] : [end]
}

function zip64Records(said: NonNullable<ZipShape['zip64']>, honest: EndFields, at: number): Uint8Array[] {
  const fields = { ...honest, recordSize: 44, recordOffset: at, disks: 1, ...said }
  return [
    concat(u32(0x06064b50), u64(fields.recordSize), u16(45, 45), u32(fields.disk, fields.disk)),
    concat(u64(fields.entriesHere), u64(fields.entries), u64(fields.size), u64(fields.offset)),
    concat(u32(0x07064b50, 0), u64(fields.recordOffset), u32(fields.disks)),
  ]
}

function bytesOf(name: string | Uint8Array): Uint8Array {
  return typeof name === 'string' ? utf8(name) : name
}

const empty = new Uint8Array()
