import { type BigIntStats, constants, type Stats } from 'node:fs'
import { GoferryError } from '../../core/errors.ts'
import type { BlobStat } from '../../ports/store.ts'

/** A planted link is not followed (ELOOP), a planted pipe does not hold us up (O_NONBLOCK). */
export const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** What identifies the blob `key`; undefined for a folder. Throws `store-damaged` for a link or device. */
export function statOf(stats: BigIntStats, key: string): BlobStat | undefined {
  return isBlob(stats, key) ? { size: Number(stats.size), stamp: stampOf(stats) } : undefined
}

/** A folder is no blob; anything else that is no regular file does not belong in the tree: `store-damaged`. */
export function isBlob(stats: Stats | BigIntStats, key: string): boolean {
  if (stats.isFile()) return true
  if (stats.isDirectory()) return false
  throw new GoferryError('store-damaged', { subject: key, reason: 'store-not-file' })
}

/** Changes whenever the bytes could have, see `BlobStat`. */
export function stampOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size}-${mtimeNs}-${ctimeNs}-${ino}`
}

/** Throws `too-large` where a blob that is to be read whole is over `limitBytes`. */
export function checkSize({ size }: Pick<BlobStat, 'size'>, key: string, limitBytes: number): void {
  if (size > limitBytes)
    throw new GoferryError('too-large', { subject: key, reason: 'store-over-limit', params: { limit: limitBytes } })
}
