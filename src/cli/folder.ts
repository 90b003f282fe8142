import type { LogState } from '../core/log/state.ts'
import type { ModuleVersion } from '../core/module/module-version.ts'
import type { Receipt } from '../core/receipt/receipt.ts'
import type { Part } from '../core/tree/keys.ts'
import type { Miss } from '../services/misses/misses.ts'

/** A node's folder, opened to read: what is published, as it was when it was opened. */
export interface Folder {
  readonly name: string
  /** `name+hash+base64`, the newest first. */
  readonly verifierKeys: readonly string[]
  readonly state: LogState
  /** The versions of a module that are complete, without those whose zip was given up. */
  complete(path: string): readonly string[]
  readonly head: {
    readonly size: number
    readonly root: Uint8Array
    readonly note: string
    readonly checkpoint: string
  }
  /** The leaves from entry `from` up to, not including, `to`. */
  leaves(from: number, to: number): AsyncIterable<{ readonly id: number; readonly text: string }>
  /** The hashes that prove that entry `id` is in the head (RFC 6962 §2.1.1). */
  prove(id: number): Promise<readonly Uint8Array[]>
  /** The go.mod of a version in the public tree; undefined where it is not held. Throws what the store throws. */
  goMod(module: ModuleVersion): Promise<Uint8Array | undefined>
  /** Whether a part of a version is held in the public tree, or the archive of a toolchain beside it. */
  has(module: ModuleVersion, part: Part): Promise<boolean>
  /** Holds a receipt, a checkpoint of this log that came back, against the log. Throws as `openReceipt`. */
  receipt(note: Uint8Array): Promise<Receipt>
  misses(): Promise<readonly Miss[]>
}
