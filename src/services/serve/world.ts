import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { DataTile, HashTile } from '../../core/tlog/tile.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { StoredBlob } from '../../ports/store.ts'

/** What serving needs of the rest of the node. */
export interface World {
  readonly policy: Policy
  /** What the published log says, as far as this process has followed it. */
  state(): LogState
  /** Follows the published log to its end. */
  refresh(): Promise<void>
  readonly tree: HeldTree
  readonly log: PublishedLog
  /** The name of the public checksum database, the one foreign database that is relayed. */
  readonly publicDatabase: string
  readonly proofs: RecordedProofs
  /** Undefined where the node's role or settings give it no upstream. */
  readonly pull: Pull | undefined
  /** Notes that somebody asked in vain; `version` is '' where none was named. */
  miss(path: string, version: string): void
}

/** What is recorded of the public checksum database; undefined where that has no answer. Neither asks anybody. */
export interface RecordedProofs {
  /** From the newest refresh, under the one head of it. Throws `bad-tile` for a malformed path. */
  recorded(rest: string): Promise<Uint8Array | undefined>
  /** From what was relayed since, where there is nobody to relay to any more. */
  kept(rest: string): Promise<Uint8Array | undefined>
}

/** The verified reading side of the tree. */
export interface HeldTree {
  /**
   * Opens a part whose bytes are those that the log names, or undefined where it is not held. Throws `store-damaged`.
   */
  open(module: ModuleVersion, part: Kind): Promise<StoredBlob | undefined>
  /** Opens the archive of a toolchain that the log names, or undefined where it is not held. Throws `store-damaged`. */
  openArchive(module: ModuleVersion): Promise<StoredBlob | undefined>
  /** Whether `openArchive` would find one. */
  hasArchive(module: ModuleVersion): Promise<boolean>
  /** The complete held versions, without pseudo-versions. */
  list(path: string): Promise<HeldList>
  /** The `.info` that `@latest` answers from what is held, or undefined. */
  latest(path: string): Promise<Uint8Array | undefined>
}

/** What the derived list of a module names. */
export interface HeldList {
  readonly versions: readonly string[]
  /** Whether the stored list is still this one, told without waiting; false where there is none. */
  isCurrent(): boolean
}

/** The published side of the node's own log, as far as this process has followed it. */
export interface PublishedLog {
  /** The log's name: the database's name for Go, the origin for C2SP. */
  readonly name: string
  /** The signed head in Go's form; undefined before the first entry. */
  readonly latest: Uint8Array | undefined
  /** The signed head in C2SP's form. */
  checkpoint(): Promise<Uint8Array | undefined>
  /** The record of a version with the newest head, or undefined where it has none. */
  lookup(module: ModuleVersion): Uint8Array | undefined
  /** A tile of hashes; undefined where the log is not that long. */
  tile(tile: HashTile): Promise<Uint8Array | undefined>
  /** A tile of records in Go's form. */
  dataTile(tile: DataTile): Promise<Uint8Array | undefined>
  /** A tile of records as a C2SP entry bundle. */
  entries(tile: DataTile): Promise<Uint8Array | undefined>
}

/** Pulling from the upstream, done by the one writer of the node. Errors carry the reason for the client. */
export interface Pull {
  /** Fetches, verifies, logs and stores one part; on return it is held. */
  fetch(module: ModuleVersion, part: Kind): Promise<void>
  /** The `.info` to which the upstream resolves a branch, commit or version prefix. Not stored. */
  resolve(path: string, query: string): Promise<Uint8Array>
  /** What the upstream lists for `path`, cached for minutes. Never throws for what the upstream answers. */
  list(path: string): Promise<UpstreamList>
  /** The upstream's `@latest`, or undefined where it has none to give. */
  latest(path: string): Promise<Uint8Array | undefined>
  /**
   * What the upstream answers below `/sumdb/` and the public database's
   * name, within bounds; names that must not go out are refused first.
   */
  relay(rest: string): Promise<Uint8Array>
}

/** What an upstream's `@v/list` came to: `known` alone says that there is such a module. */
export type UpstreamList =
  | { readonly status: 'known'; readonly versions: readonly string[] }
  | { readonly status: 'absent' }
  | { readonly status: 'refused' | 'failed'; readonly error: Error }
