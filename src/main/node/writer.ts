import type { Entry } from '../../core/log/entry.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Store } from '../../ports/store.ts'
import type { Upstream } from '../../ports/upstream.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'
import type { Keys } from '../../services/keys/keys.ts'
import type { Log } from '../../services/log/log.ts'
import type { Misses } from '../../services/misses/misses.ts'
import type { Pull } from '../../services/pull/pull.ts'
import type { Ballast } from '../../services/room/ballast.ts'
import type { Tree } from '../../services/tree/tree.ts'
import type { Settings } from '../config/schema.ts'
import type { NodeIndex } from './open-index.ts'
import type { PublicIdentity } from './open-reader.ts'
import type { NodeRoom } from './open-room.ts'

/** The writing side of a node: the one process that holds the lock. */
export interface Writer extends NodeRoom {
  /** The node's folder. */
  readonly data: string
  readonly identity: PublicIdentity
  readonly keys: Keys
  readonly log: Log
  readonly misses: Misses
  /** Undefined where the node has none; then it pulls nothing. */
  readonly upstream: Upstream | undefined
  readonly pull: Pull | undefined
  readonly store: Store
  /** Room for what must go on where the disk is full. */
  readonly ballast: Ballast
  readonly tree: Tree
  readonly zipCheck: ZipCheck
  readonly index: NodeIndex
  readonly settings: Settings
  readonly journal: Journal
  /** Appends to the log, and calls whoever listens. Throws as `Log.append`. */
  append(entries: readonly Entry[]): Promise<void>
  /** Pulls from another upstream than the node's own, into the same log and tree. */
  pullFrom(upstream: Upstream): Pull
  /** Calls `listener` after each commit of entries. */
  onGrown(listener: () => void): void
  /** Signs the log by the keys as they are now, after a change of the keys. */
  resign(): Promise<PublicIdentity>
  /** Finishes what runs and gives the lock back. */
  close(): Promise<void>
}
