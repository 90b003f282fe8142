import type { WireError } from '../../core/error-wire.ts'
import type { Toolchain } from '../../core/toolchain/toolchain.ts'

/** What a thread that makes an archive is started with. */
export interface ArchiveTask {
  /** The module's zip, a local path. */
  readonly location: string
  readonly toolchain: Toolchain
}

/** What it answers each `next` with: a piece, or how it ended. */
export type ArchiveMessage =
  | { readonly piece: Uint8Array<ArrayBuffer> }
  /** The `h1:` of what was read: there are no more pieces. */
  | { readonly h1: string }
  | { readonly error: WireError; readonly cause: string }
