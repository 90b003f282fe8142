import type { Signer } from '../../core/note/key.ts'
import type { HeadStore } from '../../ports/head.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'

/** Who signs the log: what `Keys.load` gives. */
export interface LogIdentity {
  /** The log's name, and its C2SP origin. */
  readonly name: string
  /** Every head carries a signature of each, in this order. */
  readonly signers: readonly Signer[]
  /** Names that the log had before and must no longer be served under. */
  readonly retiredNames: readonly string[]
  /** Whether a log may be begun under this name, where none is stored yet. */
  readonly mayBegin: boolean
}

/** What a log needs of the world. */
export interface LogParts {
  readonly store: Store
  readonly heads: HeadStore
  readonly identity: LogIdentity
  readonly journal: Journal
  readonly reached: Reached
}
