import { type ErrorCode, GoferryError } from '../core/errors.ts'

/**
 * Exit codes with a meaning of their own, by error; everything else
 * that fails is 1. Documented in docs/reference/cli.md.
 */
export const EXIT_CODES: Partial<Record<ErrorCode, number>> = {
  usage: 2,
  'bad-settings': 2,
  'bad-module-path': 2,
  'bad-version': 2,
  missing: 3,
  absent: 3,
  denied: 4,
  'not-listed': 4,
  mismatch: 5,
  'bad-signature': 5,
  'store-damaged': 5,
  'log-fork': 5,
  'log-rollback': 5,
  'bad-proof': 5,
  'data-locked': 6,
  'no-space': 7,
  incomplete: 8,
  unhealthy: 9,
  'store-conflict': 10,
  'format-unknown': 11,
  'bundle-incomplete': 20,
  'bundle-gap': 21,
  'bundle-replay': 22,
  'bundle-fork': 23,
  'bundle-foreign': 24,
  'bundle-expired': 25,
  'bundle-untrusted': 26,
  'bundle-revoked': 27,
  'bundle-internal': 28,
  'bundle-damaged': 29,
  'bundle-refused': 30,
  'bundle-unclean': 31,
  'scan-stale': 32,
  'bundle-undecided': 33,
  'bad-receipt': 34,
  interrupted: 130,
}

/** The exit code of a command that ended with `error`. */
export function exitCodeOf(error: unknown): number {
  return error instanceof GoferryError ? (EXIT_CODES[error.code] ?? 1) : 1
}
