import type { TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import type { Verifier } from '../../../core/note/key.ts'
import type { OpenPieces } from '../../../ports/file-pieces.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import type { KnownHead } from './receive-world.ts'

/** What checking a bundle needs, in a process of its own: the folder of the import, and what the node knows. */
export interface CheckWorld {
  readonly folder: FlatFolder
  readonly open: OpenPieces
  readonly trust: TrustPolicy
  /** How far the mirror's log was ever taken. */
  readonly known: readonly KnownHead[]
  /** Whether a module path is an internal one (A01). */
  isInternal(path: string): boolean
  /** The keys of the public database, for recorded proofs. */
  readonly database: readonly Verifier[]
}

/** What a bundle holds that is what it says. */
export interface CheckReport {
  readonly entries: number
  readonly objects: number
  /** Bytes of the stream. */
  readonly bytes: number
  readonly certificates: number
}
