import { basename } from 'node:path'
import { GoferryError } from '../../core/errors.ts'

/** SQLite's result codes that mean damage: SQLITE_CORRUPT, SQLITE_FORMAT, SQLITE_NOTADB; SQLITE_ERROR: no table. */
const damage = new Set([1, 11, 24, 26])
/** SQLITE_FULL. */
const full = 13

/** Runs `work` on the file `path`; what SQLite or the system refuses is `store-damaged`, `no-space` or `io-failed`. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const subject = basename(path)
    if (!(cause instanceof Error) || cause instanceof GoferryError) throw cause
    if ('errcode' in cause) {
      const code = Number(cause.errcode) & 0xff
      if (code === full) throw new GoferryError('no-space', { subject, reason: 'store-full', cause })
      if (damage.has(code)) throw new GoferryError('store-damaged', { subject, reason: 'index-damaged', cause })
      throw new GoferryError('io-failed', { subject, cause })
    }
    if ('syscall' in cause) throw new GoferryError('io-failed', { subject, cause })
    throw cause
  }
}
