import { type ErrorCode, GoferryError, isGoferryError } from '../../../core/errors.ts'

/** Errors that say nothing of what a bundle holds, or say it already. */
const passed: readonly ErrorCode[] = [
  'bundle-incomplete',
  'bundle-fork',
  'bundle-internal',
  'bundle-refused',
  'interrupted',
  'io-failed',
  'no-space',
  'stopping',
  'busy',
  'internal',
]

/** Runs `check`; what it finds against `what` of the bundle `id` is thrown as `bundle-refused`. */
export async function refusing<T>(id: string, what: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (cause) {
    if (!isGoferryError(cause) || passed.includes(cause.code)) throw cause
    throw new GoferryError('bundle-refused', {
      subject: `${id}: ${what}`,
      reason: cause.reason ?? 'bundle.broken',
      params: { code: cause.code, ...cause.params },
      cause,
    })
  }
}
