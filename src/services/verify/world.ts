import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { Journal } from '../../ports/journal.ts'
import type { CommandStep } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import type { TreeFiles } from '../../ports/tree-files.ts'
import type { Watch } from '../../ports/watch.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'

/** What is wrong with a file: other bytes than the log names, not there, of no entry, or a list that is not of now. */
export type Damage = 'damaged' | 'missing' | 'extra' | 'stale'

/** One thing that is wrong. */
export interface Finding {
  /** The file, by its path below the node's folder. */
  readonly file: string
  readonly damage: Damage
}

/** What scrubbing needs of the node. It runs in the node's one writer, while the node serves. */
export interface VerifyWorld {
  readonly store: Store
  readonly files: TreeFiles
  readonly state: LogState
  readonly log: VerifyLog
  readonly tree: VerifyTree
  readonly zipCheck: Pick<ZipCheck, 'sha256'>
  /** Whether this node gave the zip of a version up: that it is missing is no damage. */
  isGivenUp(module: ModuleVersion): boolean
  /** Whence what is bad is fetched again; undefined where nothing is. */
  readonly pull: { fetch(module: ModuleVersion, part: Kind): Promise<void> } | undefined
  readonly journal: Journal
  readonly watch: Watch
  reached(step: CommandStep): void
}

/** What holding one version against the log needs of that. */
export type PartWorld = Pick<VerifyWorld, 'store' | 'state' | 'zipCheck' | 'isGivenUp'> & {
  readonly tree: Pick<VerifyTree, 'quiet'>
}

/** The published log. */
export interface VerifyLog {
  /** The log's name. */
  readonly name: string
  /**
   * Reads every published file of the log and tells of each that is bad, or was until the log was opened. Throws what
   * the store and `tell` throw.
   */
  check(tell: (bad: BadLogFile) => Promise<void>): Promise<void>
}

/** A published file of the log that is bad. */
export interface BadLogFile extends Finding {
  /** Writes it again; undefined where its content is nowhere else. */
  readonly heal: (() => Promise<void>) | undefined
  /** Whether opening the log has done so already, as it must. */
  readonly isMended?: boolean
}

/** The writing side of the tree. */
export interface VerifyTree {
  /** Resolves when everything is published that is being published now. */
  quiet(): Promise<void>
  /** Runs `remove`, which takes parts of `module` away, and lists the module again, also after a crash. */
  takeOut(module: ModuleVersion, remove: () => Promise<void>): Promise<void>
  /** The derived files of a module that are not what follows from what is held. */
  stale(path: string): Promise<readonly string[]>
  /** Writes the derived files of a module again. */
  relist(path: string): Promise<void>
}
