import { fromUtf8, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { parseObject } from '../json-object.ts'

/** The derived key of the mark of a folder that was restored from a backup. */
export const restoredKey = 'log/restored'

/** The most bytes of a mark. */
export const restoredLimit = 4096

/** What is known of a folder that was restored. It is the first thing that a restoration writes. */
export interface RestoredMark {
  /** Whether all that the backup has is in the folder. */
  readonly isWhole: boolean
  /** The log's name in the backup, which nothing may be signed under before it has caught up. */
  readonly name: string
  /** The backup, by the digest of its manifest: only the same one may go on with what is not whole. */
  readonly backup: string
}

const format = 'goferry/restored/v1'

/** The bytes of a mark. */
export function formatRestoredMark(mark: RestoredMark): Uint8Array {
  return utf8(`${JSON.stringify({ format, ...mark })}\n`)
}

/** Reads what `formatRestoredMark` wrote. Throws `store-damaged`. */
export function parseRestoredMark(bytes: Uint8Array): RestoredMark {
  const { format: found, isWhole, name, backup } = parseObject(fromUtf8(bytes) ?? '') ?? {}
  if (found !== format || typeof isWhole !== 'boolean' || typeof name !== 'string' || typeof backup !== 'string')
    throw new GoferryError('store-damaged', { subject: restoredKey })
  return { isWhole, name, backup }
}
