import { basename } from 'node:path'
import { GoferryError } from '../../core/errors.ts'

/** SQLite's result codes that mean damage: SQLITE_CORRUPT, SQLITE_FORMAT, SQLITE_NOTADB; SQLITE_ERROR: no table. */
const damage = new Set([1, 11, 24, 26])
/** SQLITE_FULL. */
const full = 13
/** SQLITE_BUSY, SQLITE_LOCKED. */
const locked = new Set([5, 6])

/** What SQLite or the system refused of the database in `file`: `store-damaged`, `no-space`, `busy` or `io-failed`. */
export function sqliteError(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof GoferryError) return cause
  const subject = basename(file)
  const code = resultCode(cause)
  if (code === undefined) return 'syscall' in cause ? new GoferryError('io-failed', { subject, cause }) : cause
  if (code === full) return new GoferryError('no-space', { subject, reason: 'store-full', cause })
  if (damage.has(code)) return new GoferryError('store-damaged', { subject, reason: 'database-damaged', cause })
  if (locked.has(code)) return new GoferryError('busy', { subject, reason: 'database-locked', cause })
  return new GoferryError('io-failed', { subject, cause })
}

/** Whether another process holds the lock of the file. */
export function isLocked(error: unknown): boolean {
  return locked.has(resultCode(error) ?? -1)
}

/** The primary result code of SQLite. */
function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
}
