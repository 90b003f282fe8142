import type { ModuleVersion } from '../../core/module/module-version.ts'

/** What working out a closure needs of the node or of an upstream. */
export interface ClosureWorld {
  /** The go.mod of a version. Throws where it is not to be had, or is refused by policy. */
  readGoMod(module: ModuleVersion): Promise<HashedGoMod>
}

/** A go.mod, hashed once: whoever has something to hold it against does not hash it again. */
export interface HashedGoMod {
  readonly bytes: Uint8Array
  /** `h1:…` of `bytes`, as go.sum has it. */
  readonly h1: string
}
