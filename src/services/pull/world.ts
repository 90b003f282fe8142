import type { Entry } from '../../core/log/entry.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Staged, Store } from '../../ports/store.ts'
import type { Upstream } from '../../ports/upstream.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'
import type { DatabaseHeads } from './database-heads.ts'

/** What pulling needs of the rest of the node. It runs in the node's one writer. */
export interface PullWorld {
  /** Undefined where the role or the settings give none: then nothing is pulled. */
  readonly upstream: Upstream | undefined
  /** Where downloads are staged and the public database's head and tiles are kept. */
  readonly store: Store
  readonly log: PullLog
  readonly tree: PullTree
  readonly room: PullRoom
  readonly zipCheck: Pick<ZipCheck, 'inspect'>
  readonly policy: Policy
  readonly database: DatabaseKey
  /** What was seen and served of its heads: one for all that pull into the folder. */
  readonly heads: DatabaseHeads
  readonly clock: Clock
  readonly journal: Journal
  readonly reached: Reached
  /** Told of a version that the log named already, of which a part came now: no new entry says so. */
  partCame(module: ModuleVersion): void
}

/** The node's own log. */
export interface PullLog {
  /** Appends `entries` together; on return they are signed and published, and `state` has them. */
  append(entries: readonly Entry[]): Promise<unknown>
  /** What the log says, growing as it does. */
  readonly state: LogState
}

/** The writing side of the tree. */
export interface PullTree {
  /** Whether a part is held in the public tree. */
  has(module: ModuleVersion, kind: Kind): Promise<boolean>
  /** Makes parts visible that are verified, once `logFirst` has logged them. Uses up what is staged. */
  publish(
    module: ModuleVersion,
    parts: Partial<Record<Kind, Staged | Uint8Array>>,
    logFirst: () => Promise<unknown>,
  ): Promise<void>
}

/** Whether there is room for what is pulled. */
export interface PullRoom {
  /** Throws `no-space` where there is none. */
  check(): Promise<void>
  /** The body of a zip, ended by `no-space` as soon as there is no room for more of it. */
  watched(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  /** The zip of a version, of so many bytes, is held now. */
  took(module: ModuleVersion, bytes: number): void
}

/** A checksum database that public modules are held against. */
export interface DatabaseKey {
  /** Its name, as in `/sumdb/NAME/`. */
  readonly name: string
  /** Its verifier key, as in GOSUMDB: `name+hash+key`. */
  readonly verifierKey: string
}
