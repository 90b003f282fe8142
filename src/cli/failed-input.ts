import { type GoferryError, isGoferryError } from '../core/errors.ts'
import { isProbed } from '../core/wishes/probed.ts'
import type { NamedClosure } from './closure-input.ts'

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

/** Whether the wish `one`, which failed with `error`, names no module and was only tried on the way to one of `had`. */
export function isPassedOver(one: NamedClosure, error: GoferryError, had: readonly NamedClosure[]): boolean {
  if (one.wish === undefined || !isGoferryError(error, 'absent', 'denied', 'go-failed')) return false
  return isProbed(
    one.wish,
    had.flatMap(({ wish }) => wish ?? []),
  )
}
