import type { TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import type { Entry, ProofsEntry } from '../../../core/log/entry.ts'
import type { LogState } from '../../../core/log/state.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import type { Kind, Part } from '../../../core/tree/keys.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import type { Journal } from '../../../ports/journal.ts'
import type { TakingStep } from '../../../ports/steps.ts'
import type { Staged, Store } from '../../../ports/store.ts'
import type { TreeFiles } from '../../../ports/tree-files.ts'
import type { Watch } from '../../../ports/watch.ts'

/** What taking a verified bundle needs of the node. It runs in the node's one writer, while the node serves. */
export interface TakingWorld {
  /** The folder of the import: `header.txt`, the log file, volumes, `state.json`. */
  readonly folder: FlatFolder
  readonly store: Store
  readonly files: Pick<TreeFiles, 'setAside'>
  readonly log: TakingLog
  readonly tree: TakingTree
  readonly trust: TrustPolicy
  /** What is wrong with a part that the node's log names; undefined for what is whole. */
  damageOf(module: ModuleVersion, part: Part): Promise<'missing' | 'damaged' | undefined>
  /** The same of the proofs that it names. */
  damageOfProofs(entry: Pick<ProofsEntry, 'sha256' | 'size'>): Promise<'missing' | 'damaged' | undefined>
  /** Whether this node gave the zip of a version up: nobody wants it back. */
  isGivenUp(module: ModuleVersion): boolean
  /** The `h1:` of the module zip at `key`; undefined for what breaks the rules of module zips. */
  h1Of(module: ModuleVersion, key: string): Promise<string | undefined>
  /** Whether the proofs at `key` are signed by the public database and go further than those that the log names. */
  areForward(entry: ProofsEntry, key: string): Promise<boolean>
  /** Hears of each version of which parts came, and of the bytes of its zip or archive. */
  partsCame(module: ModuleVersion, bytes: number): void
  /** Writes the receipt for a mirror's log up to `size`, once; gives the name of its file. */
  writeReceipt(head: { readonly origin: string; readonly size: number; readonly checkpoint: string }): Promise<string>
  readonly clock: Clock
  readonly journal: Journal
  readonly watch: Watch
  reached(step: TakingStep): void
}

/** The node's own log. */
export interface TakingLog {
  readonly name: string
  readonly state: LogState
  /** Those of `entries` that would say something new. Throws `bad-entry` where one contradicts the log. */
  news(entries: readonly Entry[]): readonly Entry[]
  /** As `Log.append`. */
  append(entries: readonly Entry[]): Promise<void>
}

/** What a blob is put in its place from: bytes that were held against the log, or the immutable key where they wait. */
export type Content = Staged | Uint8Array | { readonly from: string }

/** The writing side of the tree. */
export interface TakingTree {
  /** As `Tree.publish`. */
  publish(module: ModuleVersion, parts: Partial<Record<Kind, Content>>): Promise<void>
  /** As `Tree.takeOut`. */
  takeOut(module: ModuleVersion, remove: () => Promise<void>): Promise<void>
}
