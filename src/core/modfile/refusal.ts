import { GoferryError } from '../errors.ts'
import type { modfileTexts } from '../messages/modfile.ts'

/** Where in a file something stands. */
export interface Place {
  /** The name of the file, for people: `go.mod`, or `path@version/go.mod`. */
  readonly file: string
  /** The line, counted from 1. */
  readonly line: number
}

/** Why a go.mod or go.work is refused: the closed list of this folder. */
export type ModfileReason = keyof typeof modfileTexts

/**
 * The error `bad-gomod` for a fault at `place`. What `params` quotes from the file is cut to 100 characters each, so
 * that a hostile file cannot fill a terminal or a log.
 */
export function refusal(
  place: Place,
  reason: ModfileReason,
  params: Readonly<Record<string, string>> = {},
): GoferryError {
  const quoted = Object.entries(params).map(([name, text]) => [
    name,
    text.length > 100 ? `${text.slice(0, 100)}…` : text,
  ])
  return new GoferryError('bad-gomod', {
    subject: place.file,
    reason,
    params: { line: place.line, ...Object.fromEntries(quoted) },
  })
}
