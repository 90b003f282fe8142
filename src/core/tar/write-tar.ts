import { utf8 } from '../bytes.ts'

/** Bytes of a block: headers are one, contents fill up whole ones. */
const blockBytes = 512

/** A file or folder of a tar. */
export interface TarEntry {
  /** Its path, `/`-separated; of a folder with a `/` at its end. */
  readonly name: string
  /** Permissions. */
  readonly mode: number
  /** In bytes; 0 for a folder. Less than 8 GiB. */
  readonly size: number
  /** Seconds since 1970. */
  readonly time: number
}

/**
 * What stands before the content of `entry` (POSIX.1-2017 pax, "ustar Interchange Format"): one block, and for a name
 * that it has no place for a pax header before it. Owner and group are 0 and have no name.
 */
export function tarHeader(entry: TarEntry): Uint8Array {
  const place = splitName(entry.name)
  if (place !== undefined) return header(entry, place, entry.name.endsWith('/') ? '5' : '0')
  const record = paxRecord('path', entry.name)
  const extended = { ...entry, name: '', mode: 0o644, size: record.length }
  const short = { name: Buffer.from(entry.name).subarray(0, 80).toString('latin1'), prefix: '' }
  return Buffer.concat([
    header(extended, { name: 'PaxHeaders/path', prefix: '' }, 'x'),
    record,
    tarPadding(record.length),
    header(entry, short, entry.name.endsWith('/') ? '5' : '0'),
  ])
}

/** What follows a content of `size` bytes, up to a whole block. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((blockBytes - (size % blockBytes)) % blockBytes)
}

/** The end of a tar. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * blockBytes)
}

interface Place {
  readonly name: string
  readonly prefix: string
}

/** A name of more than 100 bytes goes into two fields, parted at a slash; undefined where no slash parts it so. */
function splitName(name: string): Place | undefined {
  if (!/^[\x20-\x7e]+$/.test(name)) return undefined
  if (name.length <= 100) return { name, prefix: '' }
  const slash = name.lastIndexOf('/', 155)
  const rest = name.slice(slash + 1)
  return slash <= 0 || rest === '' || rest.length > 100 ? undefined : { name: rest, prefix: name.slice(0, slash) }
}

function header({ mode, size, time }: TarEntry, { name, prefix }: Place, type: '0' | '5' | 'x'): Uint8Array {
  const block = new Uint8Array(blockBytes)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  const fields: [at: number, text: string][] = [
    [0, name],
    [100, octal(mode, 7)],
    [108, octal(0, 7)],
    [116, octal(0, 7)],
    [124, octal(size, 11)],
    [136, octal(time, 11)],
    [148, ' '.repeat(8)],
    [156, type],
    [257, 'ustar\x0000'],
    [329, octal(0, 7)],
    [337, octal(0, 7)],
    [345, prefix],
  ]
  for (const [at, text] of fields) block.set(Buffer.from(text, 'latin1'), at)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
  return block
}

/** `LENGTH path=NAME`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = utf8(` ${key}=${value}\n`).length
  let length = rest + 1
  while (String(length).length + rest !== length) length = String(length).length + rest
  return utf8(`${length} ${key}=${value}\n`)
}
