import type { ModuleVersion } from '../core/module/module-version.ts'
import type { Kind } from '../core/tree/keys.ts'

/** What lies in a folder of modules that somebody else filled: a module cache, a store of another proxy. */
export type Found =
  | { readonly module: ModuleVersion; readonly kind: Kind }
  /** What is no part of any version and has no business there: its path below the folder. */
  | { readonly foreign: string }

/**
 * Walks such a folder, in an order of its own; nothing of it is opened. Symbolic links are foreign, and never followed.
 * Throws `io-failed` where a folder cannot be read, `absent` where it is not there.
 */
export type ModuleWalk = () => AsyncIterable<Found>
