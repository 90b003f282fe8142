import type { Entry } from '../../core/log/entry.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { ArchiveMaker } from '../../ports/archive-maker.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Journal } from '../../ports/journal.ts'
import type { ArchiveStep } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'

/** What archives of toolchains need of the node. It runs in the node's one writer. */
export interface ToolchainWorld {
  readonly store: Store
  readonly log: {
    readonly state: LogState
    append(entries: readonly Entry[]): Promise<unknown>
  }
  readonly room: {
    /** Throws `no-space` where there is none. */
    check(): Promise<void>
    /** A body, ended by `no-space` as soon as there is no room for more of it. */
    watched(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
    /** An archive of so many bytes is held now. */
    took(module: ModuleVersion, bytes: number): void
  }
  readonly maker: ArchiveMaker
  readonly clock: Clock
  readonly journal: Journal
  reached(step: ArchiveStep): void
}
