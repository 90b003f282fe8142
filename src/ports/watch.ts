import type { WireError } from '../core/error-wire.ts'

/**
 * The two ways between a long operation and whoever waits for it: how far it is and what it did, and the wish that it
 * end. What waits may be a terminal, a connection, or a test.
 */
export interface Watch {
  /** Aborted when nobody wants the rest: the operation ends at its next whole step, with what it has done kept. */
  readonly signal: AbortSignal
  /** How far it is. Called as often as there is news; whoever shows it leaves most of it out. */
  progress(now: Progress): void
  /** One piece of the result, as plain JSON; resolves when there is room for the next. */
  tell(item: Item): Promise<void>
  /** It waits for its turn, as job `number`, behind so many others that may be taken before it. */
  waits?(number: number, ahead: number): void
  /** What is shown is cut off; it goes on as job `number`. */
  leaves?(number: number): void
  /** The same was asked for before and is under way as job `number`: what is shown is that. */
  joins?(number: number): void
}

/** How far an operation is. */
export interface Progress {
  /** Things finished, failed ones too. */
  readonly done: number
  /** Things to do; undefined while that is not known. */
  readonly total: number | undefined
  /** Bytes handled so far. */
  readonly bytes: number
  /** Bytes to handle; undefined where that is not known. */
  readonly totalBytes: number | undefined
  /** What is at hand: `path@version`, a file. */
  readonly at: string
}

/** One thing that an operation did or found, and the trouble with it where there was one. */
export interface Item {
  /** `path@version`, a file. */
  readonly subject: string
  /** What came of it: each operation has its own closed list. */
  readonly outcome: string
  readonly error?: WireError
  readonly [field: string]: unknown
}
