import type { GoferryError } from '../../core/errors.ts'
import type { Signer, Verifier } from '../../core/note/key.ts'
import type { HeadStore } from '../../ports/head.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import type { ReplicaPlace } from './replica-place.ts'

/** Who signs the log: what `Keys.load` gives. */
export interface LogIdentity {
  /** The log's name, and its C2SP origin. */
  readonly name: string
  /** Every head carries a signature of each, in this order. */
  readonly signers: readonly Signer[]
  /** The public keys of `signers`. */
  readonly verifiers: readonly Verifier[]
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
  /** Where every commit is written before it is published; undefined for nowhere else. */
  readonly replica?: ReplicaPlace | undefined
  /** Why nothing may be signed under the name that the log has now: it could contradict what was signed before. */
  readonly sealed?: GoferryError | undefined
  readonly journal: Journal
  readonly reached: Reached
}
