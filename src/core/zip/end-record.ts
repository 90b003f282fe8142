import { badZip, tooManyEntries } from './bad-zip.ts'
import type { ByteSource } from './byte-source.ts'
import { maxDirectoryBytes, maxEntries } from './limits.ts'

/** Where the central directory lies: [`offset`, `end`), and how many headers it has. */
export interface DirectorySpan {
  readonly entries: number
  readonly offset: number
  readonly end: number
}

/**
 * Finds the central directory (APPNOTE 4.3.14–16). The end record must be the last 22 bytes, so that no reader can find
 * another one, and the directory must end where it begins. zip64 records are taken only where Go writes them, for
 * 65,535 entries and more. Throws `bad-zip` or `too-large` about `subject`.
 */
export function findDirectory(source: ByteSource, subject: string): DirectorySpan {
  const at = source.size - endBytes
  if (at < 0) throw badZip(subject, 'zip.end')
  const record = view(source, at, endBytes)
  if (record.getUint32(0, true) !== endSignature || record.getUint16(20, true) !== 0) throw badZip(subject, 'zip.end')
  const { offset, size, entries, end } = hasLocator(source, at)
    ? zip64(source, at, subject)
    : plain(record, at, subject)
  if (offset + size !== end) throw badZip(subject, 'zip.directory-place')
  if (entries > maxEntries || size > maxDirectoryBytes) throw tooManyEntries(subject)
  return { entries, offset, end }
}

interface Fields extends DirectorySpan {
  readonly size: number
}

function plain(record: DataView, at: number, subject: string): Fields {
  const entries = record.getUint16(10, true)
  const [size, offset] = [record.getUint32(12, true), record.getUint32(16, true)]
  if (record.getUint32(4, true) !== 0 || record.getUint16(8, true) !== entries) {
    throw badZip(subject, 'zip.directory-place')
  }
  if (entries === max16 || size === max32 || offset === max32) throw badZip(subject, 'zip.zip64')
  return { entries, size, offset, end: at }
}

/** Go looks for zip64 records as soon as one field has the maximum, other readers whenever there is a locator. */
function hasLocator(source: ByteSource, at: number): boolean {
  return at >= locatorBytes && view(source, at - locatorBytes, 4).getUint32(0, true) === locatorSignature
}

function zip64(source: ByteSource, at: number, subject: string): Fields {
  const start = at - locatorBytes - end64Bytes
  if (start < 0) throw badZip(subject, 'zip.zip64')
  const record = view(source, start, end64Bytes + locatorBytes + endBytes)
  const long = (offset: number) => Number(record.getBigUint64(offset, true))
  const entries = long(32)
  const expected = [
    record.getUint32(0, true) === end64Signature,
    long(4) === end64Bytes - 12, // the record's own size, without signature and this field: no extensible data
    long(16) === 0, // this disk, and the disk of the directory
    long(24) === entries,
    record.getUint32(60, true) === 0, // the locator: disk of the record,
    long(64) === start, // its offset,
    record.getUint32(72, true) === 1, // number of disks
    record.getUint32(80, true) === 0, // the plain record says nothing more
    record.getUint32(84, true) === max32,
    record.getUint32(88, true) === max32,
    record.getUint32(92, true) === max32,
    entries >= max16,
  ]
  if (expected.includes(false)) throw badZip(subject, 'zip.zip64')
  return { entries, size: long(40), offset: long(48), end: start }
}

function view(source: ByteSource, position: number, length: number): DataView {
  const bytes = source.read(position, length)
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

const endSignature = 0x06054b50
const locatorSignature = 0x07064b50
const end64Signature = 0x06064b50
const [endBytes, locatorBytes, end64Bytes] = [22, 20, 56]
const [max16, max32] = [0xffff, 0xffffffff]
