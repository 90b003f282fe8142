/** A member whose data is written. */
export interface Written {
  /** The whole name in UTF-8. */
  readonly name: Uint8Array
  /** Where its local header starts. */
  readonly offset: number
  readonly crc: number
  /** Bytes of the data in the zip. */
  readonly packedSize: number
  /** Bytes of the content. */
  readonly size: number
  /** Time and date in DOS form; none where it is not given. */
  readonly modified?: number
  /** The mode of a regular file under Unix; none where it is not given. */
  readonly mode?: number
}

/** The header before the data of a member (APPNOTE 4.3.7); CRC and sizes come behind, in the descriptor. */
export function localHeader(name: Uint8Array, modified = 0): Uint8Array {
  const [bytes, view] = record(30 + name.length)
  view.setUint32(0, 0x04034b50, true)
  common(view, 4, name, modified)
  view.setUint16(26, name.length, true)
  bytes.set(name, 30)
  return bytes
}

/** What follows the data of a member (APPNOTE 4.3.9). */
export function descriptor({ crc, packedSize, size }: Written): Uint8Array {
  const [bytes, view] = record(16)
  for (const [i, word] of [0x08074b50, crc, packedSize, size].entries()) view.setUint32(4 * i, word, true)
  return bytes
}

/** The header of a member in the central directory (APPNOTE 4.3.12). */
export function centralHeader({ name, offset, crc, packedSize, size, modified, mode }: Written): Uint8Array {
  const [bytes, view] = record(46 + name.length)
  view.setUint32(0, 0x02014b50, true)
  view.setUint16(4, mode === undefined ? version : version | madeByUnix, true)
  common(view, 6, name, modified)
  if (mode !== undefined) view.setUint16(40, regularFile | mode, true)
  for (const [i, word] of [crc, packedSize, size].entries()) view.setUint32(16 + 4 * i, word, true)
  view.setUint16(28, name.length, true)
  view.setUint32(42, offset, true)
  bytes.set(name, 46)
  return bytes
}

/**
 * The end of a zip of less than 4 GiB whose directory has `entries` headers in `size` bytes from `offset` on (APPNOTE
 * 4.3.14–16), with zip64 records from 65,535 entries on, as Go writes them.
 */
export function endRecords(entries: number, offset: number, size: number): Uint8Array {
  const isLong = entries >= max16
  const [bytes, view] = record(isLong ? 56 + 20 + 22 : 22)
  if (isLong) {
    view.setUint32(0, 0x06064b50, true)
    view.setBigUint64(4, 44n, true) // the rest of this record
    view.setUint16(12, version64, true)
    view.setUint16(14, version64, true)
    for (const [i, long] of [entries, entries, size, offset].entries())
      view.setBigUint64(24 + 8 * i, BigInt(long), true)
    view.setUint32(56, 0x07064b50, true)
    view.setBigUint64(64, BigInt(offset + size), true)
    view.setUint32(72, 1, true) // one disk
  }
  const at = bytes.length - 22
  view.setUint32(at, 0x06054b50, true)
  view.setUint16(at + 8, isLong ? max16 : entries, true)
  view.setUint16(at + 10, isLong ? max16 : entries, true)
  view.setUint32(at + 12, isLong ? max32 : size, true)
  view.setUint32(at + 16, isLong ? max32 : offset, true)
  return bytes
}

/** The fields that both headers begin with: version needed, flags, deflate, the time. */
function common(view: DataView, at: number, name: Uint8Array, modified = 0): void {
  view.setUint16(at, version, true)
  view.setUint16(at + 2, descriptorFollows | (name.some(byte => byte >= 0x80) ? nameIsUtf8 : 0), true)
  view.setUint16(at + 4, deflated, true)
  view.setUint32(at + 6, modified, true)
}

function record(length: number): [Uint8Array, DataView] {
  const bytes = new Uint8Array(length)
  return [bytes, new DataView(bytes.buffer)]
}

const [version, version64] = [20, 45]
const [madeByUnix, regularFile] = [3 << 8, 0o100000]
const [descriptorFollows, nameIsUtf8, deflated] = [1 << 3, 1 << 11, 8]
const [max16, max32] = [0xffff, 0xffffffff]
