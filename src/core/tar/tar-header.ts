import { fromUtf8 } from '../bytes.ts'

/** A header of a tar, as far as an archive of a toolchain needs it. */
export interface TarHeader {
  readonly name: string
  /** In bytes, of what follows. */
  readonly size: number
  /** `0` a file, `5` a folder, `x` and `g` pax headers, `L` a long name; see POSIX ustar, and GNU tar. */
  readonly type: string
  /** Permission bits, with set-user-ID (0o4000), set-group-ID and sticky ones. */
  readonly mode: number
}

/** Reads a block of 512 bytes; `end` for one of zeros, undefined for what is no header. */
export function readHeader(block: Uint8Array): TarHeader | 'end' | undefined {
  if (block.every(byte => byte === 0)) return 'end'
  const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0)
  const name = text(block, 0, 100)
  const prefix = text(block, 345, 155)
  const size = octal(block, 124, 12)
  const mode = octal(block, 100, 8)
  const isUstar = text(block, 257, 6) === 'ustar' || text(block, 257, 6) === 'ustar '
  if (octal(block, 148, 8) !== sum || !isUstar || name === undefined || prefix === undefined) return undefined
  if (size === undefined || mode === undefined) return undefined
  const type = String.fromCharCode(block[156] ?? 0).replace('\0', '0')
  // GNU tar has times where ustar has a prefix.
  const hasPrefix = prefix !== '' && text(block, 257, 6) === 'ustar'
  return { name: hasPrefix ? `${prefix}/${name}` : name, size, type, mode }
}

/** The value of `key` in the records of a pax header (`LENGTH KEY=VALUE`); undefined where there is none. */
export function paxValues(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>()
  for (let at = 0; at < bytes.length; ) {
    const head = /^([1-9]\d{0,6}) /.exec(Buffer.from(bytes.subarray(at, at + 8)).toString('latin1'))
    const length = Number(head?.[1] ?? 0)
    const record = fromUtf8(bytes.subarray(at + (head?.[0].length ?? 0), at + length))
    if (length === 0 || at + length > bytes.length || record === undefined || !record.endsWith('\n')) return undefined
    const equals = record.indexOf('=')
    if (equals <= 0) return undefined
    values.set(record.slice(0, equals), record.slice(equals + 1, -1))
    at += length
  }
  return values
}

/** A field of text, up to its first NUL; undefined for what is no UTF-8. */
function text(block: Uint8Array, at: number, length: number): string | undefined {
  const field = block.subarray(at, at + length)
  const end = field.indexOf(0)
  return fromUtf8(end < 0 ? field : field.subarray(0, end))
}

/** A field of octal digits; undefined for anything else, also the binary numbers of files over 8 GiB. */
function octal(block: Uint8Array, at: number, length: number): number | undefined {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(Buffer.from(block.subarray(at, at + length)).toString('latin1'))
  return digits === null ? undefined : Number.parseInt(digits[1] ?? '', 8)
}
