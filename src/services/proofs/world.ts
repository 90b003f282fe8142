import type { Entry } from '../../core/log/entry.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Verifier } from '../../core/note/key.ts'
import type { ListedRecord } from '../../core/proofs/proofs.ts'
import type { SignedHead } from '../../core/sumdb/signed-head.ts'
import type { HashTile } from '../../core/tlog/tile.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Journal } from '../../ports/journal.ts'
import type { ProofsStep } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import type { Watch } from '../../ports/watch.ts'

/** What recording proofs needs of the node. */
export interface RefreshWorld {
  readonly store: Store
  /** What the node's own log says, growing as it does. */
  readonly state: LogState
  /** Appends to it: on return what is appended is signed and published. */
  append(entries: readonly Entry[]): Promise<unknown>
  readonly room: ProofsRoom
  /** Whether policy lets `path` be asked upstream: it is neither internal nor hidden. */
  isAsked(path: string): boolean
  readonly database: ServedDatabase
  readonly clock: Clock
  readonly journal: Journal
  readonly watch: Watch
  readonly reached: (step: ProofsStep) => void
}

/** Whether there is room for a blob. */
export interface ProofsRoom {
  /** Throws `no-space` where there is none. */
  check(): Promise<void>
  /** The bytes of a blob, ended by `no-space` as soon as there is no room for more of it. */
  watched(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
}

/** The public database through the upstream, and what clients were given of it. */
export interface ServedDatabase {
  /** What signs its heads. */
  readonly verifier: Verifier
  /** The record of `module`, proved to be in the tree. Throws `not-listed`, `not-checked` and what proves it wrong. */
  listed(module: ModuleVersion): Promise<ListedRecord>
  /** Every head that clients were given, the newest first. */
  servedHeads(): Promise<readonly SignedHead[]>
  /** Gives clients the database's newest head from now on; on return all that proves it is durable. */
  serveNewest(): Promise<SignedHead>
  /** The tile at a path, held or asked for, not verified. */
  tile(path: string): Promise<Uint8Array>
  /** The tile as the database gives it now, not verified. */
  fetchedTile(tile: HashTile): Promise<Uint8Array>
}
