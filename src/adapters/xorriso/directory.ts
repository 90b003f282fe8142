/** Where a file lies in an image. */
export interface Extent {
  readonly name: string
  /** In bytes from the beginning of the image, and its length. */
  readonly at: number
  readonly size: number
}

/** The bytes of a logical block. */
export const blockBytes = 2048

/** A volume descriptor (ECMA-119 8.4): its name and where its root directory lies; undefined for another block. */
export function readDescriptor(block: Buffer, type: 'primary' | 'joliet'): { label: string; root: Extent } | undefined {
  const isType = block[0] === (type === 'primary' ? 1 : 2) && block.subarray(1, 6).equals(Buffer.from('CD001'))
  // 88: the escape sequence of UCS-2 level 3, which makes it Joliet.
  if (!isType || (type === 'joliet' && !block.subarray(88, 91).equals(Buffer.from('%/E')))) return undefined
  const label = type === 'primary' ? block.toString('latin1', 40, 72) : ucs2(block.subarray(40, 72))
  return { label: label.trimEnd(), root: extentOf(block.subarray(156, 190), '') }
}

/** A volume descriptor (ECMA-119 8.4): its name, and where its root directory lies; undefined for another block. */
export function readDirectory(bytes: Buffer, type: 'primary' | 'joliet'): Extent[] | undefined {
  const files: Extent[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at] ?? 0
    // A record never crosses a block: zeros fill it up.
    if (length === 0) {
      at = (Math.floor(at / blockBytes) + 1) * blockBytes
      continue
    }
    const record = bytes.subarray(at, at + length)
    const nameEnd = 33 + (record[32] ?? 0)
    if (record.length < length || length < 34 || nameEnd > length) return undefined
    const identifier = record.subarray(33, nameEnd)
    at += length
    // The directory itself and the one above.
    if (identifier.length === 1 && (identifier[0] ?? 2) < 2) continue
    const name = type === 'joliet' ? ucs2(identifier) : rockRidgeName(record.subarray(nameEnd + (nameEnd % 2)))
    // No flag at all: neither hidden, nor a folder, nor a part of a larger file.
    if (record[25] !== 0 || name === undefined) return undefined
    files.push(extentOf(record, name))
  }
  return files
}

/** The name in the NM entry of the system use area (RRIP 4.1.4), whole in one; undefined where there is none. */
function rockRidgeName(area: Buffer): string | undefined {
  for (let at = 0; at + 4 <= area.length; ) {
    const length = area[at + 2] ?? 0
    if (length < 4) return undefined
    const entry = area.subarray(at, at + length)
    if (entry.toString('latin1', 0, 2) === 'NM' && entry[4] === 0) return entry.toString('latin1', 5)
    at += length
  }
  return undefined
}

function extentOf(record: Buffer, name: string): Extent {
  return { name, at: record.readUInt32LE(2) * blockBytes, size: record.readUInt32LE(10) }
}

/** Joliet: big-endian, with a version at the end of file names that no system shows. */
function ucs2(bytes: Buffer): string {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2))
  return Buffer.from(whole).swap16().toString('utf16le').replace(/;1$/, '')
}
