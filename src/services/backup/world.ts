import type { BackedHead, Manifest } from '../../core/backup/manifest.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Clock } from '../../ports/clock.ts'
import type { KeyFiles } from '../../ports/key-files.ts'
import type { CommandStep } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import type { TreeFiles } from '../../ports/tree-files.ts'
import type { Watch } from '../../ports/watch.ts'

/** A folder with a backup, or for one. */
export interface BackupPlace {
  readonly store: Store
  readonly files: TreeFiles
  /** Where private keys lie, if they are wanted in the backup. */
  readonly keys: KeyFiles
}

/** What making a backup needs. The node may run meanwhile: nothing of it is written. */
export interface BackupWorld {
  readonly node: Store
  /** The log at the head that is backed up. */
  readonly log: BackupLog
  /** Names that the log had before. */
  readonly retiredNames: readonly string[]
  readonly verifierKeys: readonly string[]
  /** Whether a zip was given up: that it is not there is no damage. */
  readonly gaveUp: (module: ModuleVersion) => boolean
  /** The text of the private keys, where they are wanted. */
  readonly keys: string | undefined
  /** The settings file, where there is one. */
  readonly settings: Uint8Array | undefined
  readonly place: BackupPlace
  readonly clock: Clock
  readonly watch: Watch
  reached(step: CommandStep): void
}

/** The log of a node as it is backed up. */
export interface BackupLog {
  readonly head: BackedHead
  /** What the entries up to the head say. */
  readonly state: LogState
  /** The entries up to the head, as data tiles. */
  entries(): AsyncIterable<{ readonly key: string; readonly bytes: Uint8Array }>
  /** The root of the first `size` entries, in hexadecimal. */
  rootAt(size: number): Promise<string>
}

/** What trying a backup out needs. */
export interface DrillWorld {
  readonly place: BackupPlace
  readonly log: SavedLog
  /** Throws where the text is not that of private keys. */
  readonly checkKeys: (text: string) => void
  readonly watch: Watch
}

/** The log that lies in a store as data tiles. */
export interface SavedLog {
  /**
   * Computes the root from the entries in `store`, holds it against the signed head, and gives what the entries say.
   * Throws `bad-note`, `log-fork`, `store-damaged`.
   */
  read(store: Store, manifest: Manifest): Promise<LogState>
}

/** What restoring needs. The node's folder is locked. */
export interface RestoreWorld {
  readonly place: BackupPlace
  readonly node: Store
  readonly log: SavedLog & {
    /** Makes `head`, whose entries are in the store, the stored head. Idempotent. */
    adopt(head: BackedHead): Promise<void>
  }
  /** The names of key files that the node has. */
  readonly keyFiles: () => Promise<readonly string[]>
  /** Takes private keys over: idempotent. */
  readonly restoreKeys: (text: string) => Promise<void>
  readonly watch: Watch
  reached(step: CommandStep): void
}
