import type { GoferryError } from '../../core/errors.ts'
import type { Params } from '../../core/messages/text.ts'
import type { FindingCode } from './codes.ts'

/** What a check found: also that all is well. */
export interface Finding {
  readonly code: FindingCode
  /** Where: a setting and its value, a file, a URL without credentials. */
  readonly subject: string
  /** Values for the places of its texts. */
  readonly params?: Params
  /** What went wrong, for the place `{problem}`. */
  readonly error?: GoferryError
  readonly mend?: Mend
}

/** How a finding can be mended. */
export interface Mend {
  /** What a person must have asked for besides `--fix`. */
  readonly needs?: 'go-env' | 'accept-fork'
  /** Does it, and gives what was done. Calling it again does no harm. */
  run(): Promise<Mended>
}

/** What a mend did: a message of the catalogue. */
export interface Mended {
  readonly says:
    | 'doctor.mended-aside'
    | 'doctor.mended-env'
    | 'doctor.mended-mode'
    | 'doctor.not-ours'
    | 'doctor.not-mended'
  readonly params: Params
  /** Why it could not be done. */
  readonly error?: GoferryError
  /** Whether something was changed. */
  readonly done: boolean
}

/** One check: looks at one thing of `world`; gives nothing where there is nothing to look at. */
export type Check<World> = (world: World) => Promise<readonly Finding[]>
