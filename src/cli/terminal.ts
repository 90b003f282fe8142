import type { Lang } from '../core/messages/text.ts'

/** The terminal and the environment, given by main. */
export interface Terminal {
  print(line: string): void
  note(line: string): void
  /** The language that the environment asks for (`LC_ALL`, `LC_MESSAGES`, `LANG`). */
  readonly lang: Lang
  readonly version: string
  /** GOWORK of the environment: the go.work to take, or `off`. */
  readonly goWork: string | undefined
  /** How wide standard error is; undefined where it is no terminal. */
  readonly columns: number | undefined
  /** Shows one line in place of the one before; the empty line clears it. Does nothing where there is no terminal. */
  status(line: string): void
  /** Aborted at the first Ctrl-C from now on; a second one ends the process at once. */
  interrupted(): AbortSignal
}
