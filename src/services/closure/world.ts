import type { ModuleVersion } from '../../core/module/module-version.ts'

/** What working out a closure needs of the node or of an upstream. */
export interface ClosureWorld {
  /**
   * The go.mod of a version; bounds how many are fetched at once. Throws where it is not to be had, is refused by
   * policy, or is not what `h1`, the hash in go.sum, says.
   */
  readGoMod(module: ModuleVersion, h1: string | undefined): Promise<Uint8Array>
}
