import { fromUtf8, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { parseObject } from '../json-object.ts'

/** The derived key of the number of the format of a data folder. Folders of format 1 have none. */
export const formatKey = 'log/format'

/** The most bytes of it. */
export const formatLimit = 1024

/** The format that this program writes. docs/operate/upgrade.md says what came with each. */
export const ownFormat = 2

/** The oldest format that this program reads: that of the version before. */
export const oldestRead = 1

/** The oldest format whose programs read what this one writes: that of the version before. */
const oldestReader = 1

/** What a data folder says of its format. */
export interface DataFormat {
  /** The format of the program that wrote it last. */
  readonly format: number
  /** The oldest format whose programs read it. */
  readonly oldestReader: number
}

/**
 * What this program can do with a folder: `same` is its own; `older` is read, and becomes its own when a node starts;
 * `newer` is read too, and becomes older again; `too-new` and `too-old` are refused.
 */
export type FormatVerdict = 'same' | 'older' | 'newer' | 'too-new' | 'too-old'

/** The bytes that a folder of this program's format has. */
export function formatOwn(): Uint8Array {
  return utf8(`${JSON.stringify({ format: ownFormat, oldestReader })}\n`)
}

/** Reads what a folder has; undefined for a folder without. Throws `store-damaged`. */
export function parseDataFormat(bytes: Uint8Array | undefined): DataFormat {
  if (bytes === undefined) return { format: 1, oldestReader: 1 }
  const { format, oldestReader: reader } = parseObject(fromUtf8(bytes) ?? '') ?? {}
  if (!isNumber(format) || !isNumber(reader)) throw new GoferryError('store-damaged', { subject: formatKey })
  return { format, oldestReader: reader }
}

/** Whether this program reads a folder of `found`. */
export function judgeFormat({ format, oldestReader: reader }: DataFormat): FormatVerdict {
  if (format === ownFormat) return 'same'
  if (format < ownFormat) return format < oldestRead ? 'too-old' : 'older'
  return reader <= ownFormat ? 'newer' : 'too-new'
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}
