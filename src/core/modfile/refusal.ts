import { GoferryError } from '../errors.ts'
import type { modfileTexts } from '../messages/modfile.ts'
import type { Params } from '../messages/text.ts'

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
 * The error `bad-gomod` for a fault at `place`. Values of `params` that come from the file are cut to 100 characters,
 * so that a hostile file cannot fill a terminal or a log.
 */
export function refusal(
  place: Place,
  reason: ModfileReason,
  params: Readonly<Record<string, string>> = {},
): GoferryError {
  const shown: Record<string, string | number> = { line: place.line }
  for (const [name, value] of Object.entries(params)) {
    shown[name] = value.length > 100 ? `${value.slice(0, 100)}…` : value
  }
  return new GoferryError('bad-gomod', { subject: place.file, reason, params: shown satisfies Params })
}
