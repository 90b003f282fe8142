import type { GoferryError } from '../../../core/errors.ts'
import type { LogState } from '../../../core/log/state.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Machine } from '../../../ports/machine.ts'
import type { UpstreamLook } from './look-at-upstream.ts'

/** What the checks of a node's folder need. They run beside the node, and disturb nothing. */
export interface NodeWorld {
  /** The node's folder, absolute. */
  readonly data: string
  readonly machine: Machine
  readonly clock: Clock
  /** The settings that were named; what is wrong with them where they are refused. */
  readonly settings: NodeSettings | GoferryError
  /** The path of the settings file; undefined where none was named. */
  readonly settingsFile: string | undefined
  /** The node that answers at the control socket; undefined where none does. */
  readonly running: { readonly pid: number; readonly url: string } | undefined
  /** This process, which stands for the node's where that does not run. */
  readonly pid: number
  /** Reads the keys of the log. Throws `key-exposed`, `bad-key`, `bad-settings`, `io-failed`. */
  checkKeys(): Promise<void>
  /** Opens the published log; once. Throws what is wrong with it. */
  log(): Promise<OpenLog>
  /**
   * The replica of the log; `unnamed` where the log was written with one and the settings name none. Throws
   * `replica-failed`.
   */
  replica(): Promise<
    | { readonly kind: 'unnamed' }
    | { readonly kind: 'named'; readonly name: string; readonly isOurs: boolean; readonly size: number }
    | undefined
  >
  /** Whether the folder was restored from a backup and has not caught up since. */
  isRestored(): Promise<boolean>
  /**
   * The database server of the settings and the version of the tables there, 0 for none yet; undefined where the node
   * keeps its databases in files. Throws what is wrong with it.
   */
  databaseServer(): Promise<{ readonly name: string; readonly version: number } | undefined>
  /** The parts of a version that are not what the log says, after reading them; `count` hears the bytes. */
  badParts(module: ModuleVersion, count: (bytes: number) => void): Promise<readonly { readonly file: string }[]>
  /**
   * The recorded proofs of the public database: how many public versions of the log they lack, or what is wrong with
   * them; undefined for none.
   */
  proofs(): Promise<
    | { readonly key: string; readonly damage: 'damaged' | 'missing' }
    | { readonly key: string; readonly size: number; readonly records: number; readonly behind: number }
    | undefined
  >
  /**
   * What the upstream of the node answers, `none` where it takes none, `unknown` where nothing names it; guessed where
   * no node runs and no setting names it, so that it is that of this machine's go command. Throws `bad-settings`.
   */
  upstream(): Promise<{ readonly look: UpstreamLook; readonly guessed: boolean } | 'none' | 'unknown'>
}

/** What of the settings the checks look at. */
export interface NodeSettings {
  /** Connections of one process at most. */
  readonly connections: number
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** The folder of the replica; undefined for none, and for one in an object store. */
  readonly replica: string | undefined
  /** Bytes of the disk that stay free. */
  readonly reserve: number
  /** Whether the upstream is named with a password. */
  readonly holdsSecret: boolean
}

/** The published log, as far as the checks need it. */
export interface OpenLog {
  readonly name: string
  readonly size: number
  readonly state: LogState
  /** The latest time that its newest entries name, in milliseconds since 1970; undefined where they name none. */
  readonly newest: number | undefined
}
