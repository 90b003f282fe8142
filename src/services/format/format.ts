import { GoferryError } from '../../core/errors.ts'
import {
  type DataFormat,
  type FormatVerdict,
  formatKey,
  formatLimit,
  formatOwn,
  judgeFormat,
  oldestRead,
  ownFormat,
  parseDataFormat,
} from '../../core/format/data-format.ts'
import type { Store } from '../../ports/store.ts'

/** A folder's format beside that of this program. */
export interface FormatReport extends DataFormat {
  /** The format that this program writes, and the oldest that it reads. */
  readonly own: number
  readonly oldestRead: number
  readonly verdict: Exclude<FormatVerdict, 'too-new' | 'too-old'>
}

const refusals = { 'too-new': 'format-too-new', 'too-old': 'format-too-old' } as const

/**
 * What this program makes of the folder of `store`; to be asked before anything is written to it. Throws
 * `format-unknown` where it does not read it, `store-damaged`.
 */
export async function readFormat(store: Store): Promise<FormatReport> {
  const found = parseDataFormat(await store.read(formatKey, formatLimit))
  const verdict = judgeFormat(found)
  if (verdict !== 'too-new' && verdict !== 'too-old') return { ...found, own: ownFormat, oldestRead, verdict }
  const params = { found: found.format, reader: found.oldestReader, own: ownFormat, oldest: oldestRead }
  throw new GoferryError('format-unknown', { subject: String(found.format), reason: refusals[verdict], params })
}

/** The folder is one of this program from now on: a node writes it. Throws what the store throws. */
export async function noteFormat(store: Store): Promise<void> {
  if ((await readFormat(store)).verdict !== 'same') await store.replace(formatKey, formatOwn())
}
