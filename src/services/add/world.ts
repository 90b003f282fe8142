import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { Watch } from '../../ports/watch.ts'

/** What is wanted of one module. */
export interface Want {
  readonly path: string
  /** What stands behind the `@`: a version, `latest`, a range, a branch, a commit. */
  readonly query: string
  /** The parts that are to be held, in the order of taking; a zip brings the others with it. */
  readonly parts: readonly Kind[]
  /** Whether each part is taken for itself: in a folder one may be damaged, and is named, and another whole. */
  readonly apart?: boolean | undefined
  /** What go.sum says of it: `h1:` of the zip, `h1:` of the go.mod. */
  readonly sums?: { readonly h1Zip?: string | undefined; readonly h1Mod?: string | undefined } | undefined
}

/** All that is wanted, and how much in the folder that it was read from is no part of a version: each was told. */
export interface Wanted {
  readonly wants: readonly Want[]
  readonly foreign: number
}

/** What adding needs of the node. */
export interface AddWorld {
  readonly pull: AddPull
  readonly state: LogState
  /** Whether a part is held in the public tree. */
  has(module: ModuleVersion, kind: Kind): Promise<boolean>
  /** The go.mod of a version that is held. */
  readMod(module: ModuleVersion): Promise<Uint8Array | undefined>
  /** Bytes that have come from the upstream so far. */
  bytes(): number
  /** `path@version` of what came in already for this same call: it counts as added, not as held. */
  readonly taken?: ReadonlySet<string>
  readonly watch: Watch
}

/** The pull-through, as far as adding uses it. */
export interface AddPull {
  fetch(module: ModuleVersion, part: Kind): Promise<void>
  resolve(path: string, query: string): Promise<Uint8Array>
  list(path: string): Promise<AddList>
  latest(path: string): Promise<Uint8Array | undefined>
}

/** What the upstream's `@v/list` came to. */
export type AddList =
  | { readonly status: 'known'; readonly versions: readonly string[] }
  | { readonly status: 'absent' }
  | { readonly status: 'refused' | 'failed'; readonly error: Error }
