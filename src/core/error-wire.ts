import { type ErrorCode, GoferryError } from './errors.ts'
import type { MessageKey } from './messages/catalogue.ts'
import type { Params } from './messages/text.ts'

/** A GoferryError as plain data, to cross between threads and processes. */
export interface WireError {
  readonly code: ErrorCode
  readonly subject: string
  readonly reason: MessageKey | undefined
  readonly params: Params
}

/** The error as plain data; anything that is not a GoferryError becomes `internal` with its message. */
export function toWire(error: unknown): WireError {
  if (error instanceof GoferryError) {
    const { code, subject, reason, params } = error
    return { code, subject, reason, params }
  }
  const subject = error instanceof Error ? error.message : String(error)
  return { code: 'internal', subject, reason: undefined, params: {} }
}

/** The error that `toWire` took apart; `more` may hold the cause, which does not cross with it. */
export function fromWire(
  { code, subject, reason, params }: WireError,
  more: { readonly cause?: unknown } = {},
): GoferryError {
  return new GoferryError(code, { subject, params, ...more, ...(reason === undefined ? {} : { reason }) })
}
