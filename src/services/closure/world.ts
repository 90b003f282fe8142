import type { ModuleVersion } from '../../core/module/module-version.ts'

/** What working out a closure needs of the node or of an upstream. */
export interface ClosureWorld {
  /** The go.mod of a version. Throws where it is not to be had, or is refused by policy. */
  readGoMod(module: ModuleVersion): Promise<Uint8Array>
}
