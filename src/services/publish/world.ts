import type { Entry } from '../../core/log/entry.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Journal } from '../../ports/journal.ts'
import type { OpenSourceFolder } from '../../ports/source-folder.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Staged, Store } from '../../ports/store.ts'
import type { Watch } from '../../ports/watch.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'

/** What publishing needs of the node. It runs in the node's one writer, one version at a time. */
export interface PublishWorld {
  readonly open: OpenSourceFolder
  readonly store: Pick<Store, 'stage'>
  readonly log: PublishLog
  readonly tree: PublishTree
  readonly room: PublishRoom
  readonly zipCheck: Pick<ZipCheck, 'inspect'>
  readonly policy: Policy
  readonly clock: Clock
  readonly journal: Journal
  readonly reached: Reached
  readonly watch: Watch
  /** Told of a version that the log named already, of which a part came now: no new entry says so. */
  partCame(module: ModuleVersion): void
}

/** The node's own log. */
export interface PublishLog {
  /** Appends `entries` together; on return they are signed and published, and `state` has them. */
  append(entries: readonly Entry[]): Promise<unknown>
  /** What the log says, growing as it does. */
  readonly state: LogState
}

/** The writing side of the tree. */
export interface PublishTree {
  /** Whether a part is held in the public tree. */
  has(module: ModuleVersion, kind: Kind): Promise<boolean>
  /** Makes parts visible that are verified, once `logFirst` has logged them. Uses up what is staged. */
  publish(
    module: ModuleVersion,
    parts: Partial<Record<Kind, Staged | Uint8Array>>,
    logFirst: () => Promise<unknown>,
  ): Promise<void>
  /** Writes `list` and `@latest` of a module again where they are not of now. */
  relist(path: string): Promise<void>
}

/** Whether there is room for what is published. */
export interface PublishRoom {
  /** Throws `no-space` where there is none. */
  check(): Promise<void>
  /** The bytes of a zip, ended by `no-space` as soon as there is no room for more of it. */
  watched(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  /** The zip of a version, of so many bytes, is held now. */
  took(module: ModuleVersion, bytes: number): void
}
