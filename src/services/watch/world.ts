import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { WatchRule } from '../../core/watch/choose.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Store } from '../../ports/store.ts'
import type { Validator } from '../../ports/upstream.ts'
import type { Watch } from '../../ports/watch.ts'

/** A module of which some versions are wanted, as they come out. */
export interface WatchedModule {
  readonly path: string
  readonly rule: WatchRule
}

/** What the upstream says now, and what to ask it again with; undefined where it says the same as the last time. */
export type Renewed<T> = { readonly value: T; readonly validator: Validator | undefined } | undefined

/**
 * The upstream of one module. Each method throws `absent`, `upstream-refused`, `upstream-failed`, `too-large`; what is
 * wrong with what came, as `bad-info` and `bad-zip`; `interrupted`.
 */
export interface WatchedUpstream {
  /** The canonical versions that it lists. */
  list(kept: Validator | undefined): Promise<Renewed<readonly string[]>>
  /** What it says is the latest version. */
  latest(kept: Validator | undefined): Promise<Renewed<string>>
  /** The `h1:` of what it has for a version; of a zip that is not one throws besides `bad-zip`. */
  h1(version: string, kind: 'mod' | 'zip', kept: Validator | undefined): Promise<Renewed<string>>
  /** A small part, of which nothing is kept. */
  bytes(version: string, kind: 'mod' | 'info'): Promise<Uint8Array>
}

/** What watching needs of the node and of its upstream. */
export interface WatchWorld {
  readonly state: LogState
  /** Where is kept what is remembered of modules. */
  readonly store: Pick<Store, 'read' | 'replace'>
  readonly journal: Journal
  /** The versions of a module that are complete and held. */
  complete(path: string): Promise<readonly string[]>
  /** A small part that is held, or undefined. */
  held(module: ModuleVersion, kind: 'mod' | 'info'): Promise<Uint8Array | undefined>
  /** Throws `denied` where policy keeps the module from the upstream: then nothing is asked. */
  upstream(path: string): WatchedUpstream
  /** Takes a version with all that the level asks for; gives whether all of it was to be had. */
  take(module: ModuleVersion): Promise<boolean>
  /** Epoch milliseconds. */
  now(): number
  readonly watch: Watch
}
