import { type GoferryError, isGoferryError } from '../core/errors.ts'

/**
 * Whether `error` is about one of several inputs, so that the others are gone on with: what it names is not there, not
 * to be had, refused or wrong, or the go command fails with it.
 */
export function isOfInput(error: unknown): error is GoferryError {
  return isGoferryError(
    error,
    'absent',
    'bad-gomod',
    'bad-record',
    'bad-module-path',
    'bad-version',
    'denied',
    'go-failed',
    'incomplete',
    'mismatch',
    'missing',
    'too-large',
  )
}
