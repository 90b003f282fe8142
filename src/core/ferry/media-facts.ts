import { GoferryError } from '../errors.ts'
import type { BundleFile } from './bundle-header.ts'

/** What is said of a bundle beside it and on its discs, for people. */
export interface MediaFacts {
  /** Of the bundle: 12 hexadecimal digits in lower case. */
  readonly id: string
  /** The site that it is for. */
  readonly site: string
  /** The name of the log that it is a segment of. */
  readonly origin: string
  /** The entries of the log that it carries: `from` up to, and without, `to`. */
  readonly from: number
  readonly to: number
  /** The day on which it was made: `2026-11-27`. */
  readonly date: string
  /** SHA-256 of its header, in lower-case hexadecimal. */
  readonly headerSha256: string
  /** The files of each disc. What lies on every disc stands in each. */
  readonly discs: readonly (readonly BundleFile[])[]
}

/** The larger files are refused by Windows and by some gates. */
const mostBytes = 2 ** 31 - 1

/**
 * Whether `file` may lie on a disc. Throws `bad-file-path` for a name that a disc, a diode or a gate could refuse or
 * change, and `too-large` from 2 GiB on.
 */
export function checkMediaFile({ name, size }: BundleFile): void {
  if (!/^[a-z0-9][a-z0-9._-]{0,30}$/.test(name))
    throw new GoferryError('bad-file-path', { subject: name, reason: 'media.name' })
  if (size > mostBytes)
    throw new GoferryError('too-large', { subject: name, reason: 'store-over-limit', params: { limit: mostBytes } })
}

/**
 * The volume name of disc `disc` (1 for the first) of the bundle `id`: `1A2B3C4D5E6F_002`. Sixteen characters, for
 * Joliet takes no more.
 */
export function discLabel(id: string, disc: number): string {
  return `${id.toUpperCase()}_${String(disc).padStart(3, '0')}`
}
