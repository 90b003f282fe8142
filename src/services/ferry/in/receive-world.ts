import type { IdRanges } from '../../../core/ferry/id-ranges.ts'
import type { TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { FlatFolders, WrittenFile } from '../../../ports/flat-folder.ts'
import type { Journal } from '../../../ports/journal.ts'
import type { ReceiveStep } from '../../../ports/steps.ts'
import type { StoredBlob } from '../../../ports/store.ts'
import type { Watch } from '../../../ports/watch.ts'

/** What receiving bundles needs of the node. */
export interface ReceiveWorld {
  /** Where imports lie: `<data>/ferry/in`. */
  readonly imports: FlatFolders
  readonly trust: TrustPolicy
  /** How far the log of the mirror `origin` was ever taken, in the order in which that came. */
  known(origin: string): readonly KnownHead[]
  /** The entries of the log of `origin` whose blobs came with a bundle that was taken. Throws `store-damaged`. */
  brought(origin: string): Promise<IdRanges>
  /** Bytes that may still be written. Throws `io-failed`. */
  free(): Promise<number>
  /** Gives lost volumes back out of parity, as `recoverFiles` does; undefined where nothing can. */
  readonly recover: RecoverFiles | undefined
  /** What was sealed for this site, as `Sealing.unseal` gives it; undefined where the node has no key for it. */
  readonly unseal: ((source: AsyncIterable<Uint8Array>, subject: string) => AsyncIterable<Uint8Array>) | undefined
  readonly clock: Clock
  readonly journal: Journal
  reached(step: ReceiveStep): void
}

/** A tree of a mirror's log that this node has seen. */
export interface KnownHead {
  readonly size: number
  /** In hexadecimal. */
  readonly root: string
}

/** A file that is read at any place. */
export interface NamedFile extends Pick<StoredBlob, 'size' | 'read'> {
  readonly name: string
}

/** Gives lost files back, each to `write` under its index in `data`. Throws where too few files are there. */
export type RecoverFiles = (
  set: {
    readonly data: readonly (NamedFile | undefined)[]
    readonly sizes: readonly number[]
    readonly parity: readonly (NamedFile | undefined)[]
  },
  write: (index: number, chunks: AsyncIterable<Uint8Array>) => Promise<WrittenFile>,
  watch: Watch,
) => Promise<unknown>
