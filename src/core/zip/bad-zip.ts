import { GoferryError } from '../errors.ts'
import type { Params } from '../messages/text.ts'
import type { zipTexts } from '../messages/zip.ts'
import { maxDirectoryBytes, maxEntries } from './limits.ts'

/** The error `bad-zip` for the module `subject` (`path@version`); in `params` `name` is the entry that it is about. */
export function badZip(
  subject: string,
  reason: keyof typeof zipTexts,
  params: Params = {},
  cause?: unknown,
): GoferryError {
  return new GoferryError(
    'bad-zip',
    cause === undefined ? { subject, reason, params } : { subject, reason, params, cause },
  )
}

/** The error `too-large` for the module `subject`: `bytes` is the bound that it breaks. */
export function tooLarge(subject: string, reason: keyof typeof zipTexts, bytes: number, name?: string): GoferryError {
  return new GoferryError('too-large', { subject, reason, params: name === undefined ? { bytes } : { bytes, name } })
}

/** The error `too-large` for more names than memory should hold. */
export function tooManyEntries(subject: string): GoferryError {
  const params = { entries: maxEntries, bytes: maxDirectoryBytes }
  return new GoferryError('too-large', { subject, reason: 'zip.directory-limit', params })
}
