import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { WatchRule } from '../../core/watch/choose.ts'
import type { Watch } from '../../ports/watch.ts'

/** A module of which some versions are wanted, as they come out. */
export interface WatchedModule {
  readonly path: string
  readonly rule: WatchRule
}

/** What an upstream's `@v/list` came to. */
export type WatchedList =
  | { readonly status: 'known'; readonly versions: readonly string[] }
  | { readonly status: 'absent' }
  | { readonly status: 'refused' | 'failed'; readonly error: Error }

/** What watching needs of the node and of its upstream. */
export interface WatchWorld {
  readonly state: LogState
  /** The versions of a module that are complete and held. */
  complete(path: string): Promise<readonly string[]>
  /** What the upstream lists. Never throws for what it answers. */
  list(path: string): Promise<WatchedList>
  /** The `.info` of the upstream's `@latest`; undefined where it has none. */
  latest(path: string): Promise<Uint8Array | undefined>
  /** The `.info` of a version: what is held, else the upstream's, of which nothing is kept. */
  info(module: ModuleVersion): Promise<Uint8Array>
  /** The go.mod of a version: what is held, else the upstream's, of which nothing is kept. */
  goMod(module: ModuleVersion): Promise<Uint8Array>
  /** The go.mod that the upstream gives now; undefined where it has none any more. */
  upstreamGoMod(module: ModuleVersion): Promise<Uint8Array | undefined>
  /** Takes a version with all that the level asks for; gives whether all of it was to be had. */
  take(module: ModuleVersion): Promise<boolean>
  /** Epoch milliseconds. */
  now(): number
  readonly watch: Watch
}
