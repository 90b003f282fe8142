import type { LogState } from '../../../core/log/state.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import type { Signer } from '../../../core/note/key.ts'
import type { TreeHead } from '../../../core/tlog/tree-head.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import type { QrCode } from '../../../ports/qr-code.ts'
import type { CutStep } from '../../../ports/steps.ts'
import type { Store } from '../../../ports/store.ts'
import type { Watch } from '../../../ports/watch.ts'

/** What cutting a bundle needs of the node: it only reads, beside whatever else the node does. */
export interface CutWorld {
  readonly log: CutLog
  /** The blobs. */
  readonly store: Store
  /** The key of bundles: never that of the log. */
  readonly signer: Signer
  /** Seals the bytes of a file for the site, where the site has a key. */
  readonly seal: ((pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>) | undefined
  readonly qr: QrCode
  /** A place of the node's own, where it is noted which files of a bundle are whole. */
  readonly notes: FlatFolder
  /** The folder that disc `n` (from 1) of the bundle `id` is to be; made where it is missing. */
  disc(id: string, n: number): Promise<FlatFolder>
  /** Bytes that may still be written where the discs are. */
  free(): Promise<number>
  readonly watch: Watch
  reached(step: CutStep): void
}

/** The published log, at the head that the bundle leads to. */
export interface CutLog {
  readonly name: string
  readonly head: TreeHead
  /** Its signed checkpoint, as published. */
  readonly checkpoint: string
  /** What the entries say: those up to the head, and maybe some after it. */
  readonly state: LogState
  /** The leaves from number `from` up to, not including, `to`, in pieces. */
  leaves(from: number, to: number): AsyncIterable<readonly string[]>
  /** The root of the first `size` entries. */
  rootAt(size: number): Promise<Uint8Array>
  /** The complete subtrees of the first `size` entries, from left to right. */
  edgeAt(size: number): Promise<readonly Uint8Array[]>
  /** The consistency proof from the first `size` entries to the head; none where it has none. */
  proofFrom(size: number): Promise<readonly Uint8Array[]>
}

/** What bundle is wanted. Times are RFC 3339, UTC, whole seconds. */
export interface CutWish {
  readonly site: string
  readonly isWanted: (module: ModuleVersion) => boolean
  /** Bytes of files that a disc takes; undefined where all goes into one folder. */
  readonly capacity: number | undefined
  /** The most bytes of a volume. */
  readonly volumeLimit: number
  /** How many discs may be lost; of one folder, how many volumes. */
  readonly parity: number
  readonly created: string
  readonly expires: string | undefined
  readonly isSealed: boolean
  /** Whether it is only to be told what would be. */
  readonly isDry: boolean
}
