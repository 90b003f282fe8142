import { type GoferryError, isGoferryError } from '../core/errors.ts'
import { isProbed } from '../core/wishes/probed.ts'
import type { Inputs, NamedClosure } from './closure-input.ts'

/**
 * Whether `error` is about one of several inputs, so that the others are gone on with: what it names is not there, not
 * to be had, refused or wrong, or the go command fails with it.
 */
function isOfInput(error: unknown): error is GoferryError {
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

/** What is told of inputs that came to nothing. */
export interface InputListener {
  failed(name: string, error: GoferryError): void
  /** A wish that names no module, only tried on the way to another. */
  probed(name: string): void
}

/**
 * Does `work` for each input; it says whether all of the input was had. Where there are several, one that fails is told
 * and the others are gone on with. Throws what `work` throws of the only input, and what is about no input.
 */
export async function eachInput(
  { named, failed, isOne }: Inputs,
  work: (one: NamedClosure) => Promise<boolean>,
  listener: InputListener,
): Promise<void> {
  for (const { name, error } of failed) listener.failed(name, error)
  const had: NamedClosure[] = []
  for (const one of named) {
    try {
      if (await work(one)) had.push(one)
    } catch (error) {
      if (isOne || !isOfInput(error)) throw error
      if (isPassedOver(one, error, had)) listener.probed(one.name)
      else listener.failed(one.name, error)
    }
  }
}

/** Whether the wish `one`, which failed with `error`, names no module and was only tried on the way to one of `had`. */
function isPassedOver(one: NamedClosure, error: GoferryError, had: readonly NamedClosure[]): boolean {
  if (one.wish === undefined || !isGoferryError(error, 'absent', 'denied', 'go-failed')) return false
  return isProbed(
    one.wish,
    had.flatMap(({ wish }) => wish ?? []),
  )
}
