import type { Entry } from '../../core/log/entry.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Journal } from '../../ports/journal.ts'
import type { ModuleIndex } from '../../ports/module-index.ts'
import type { CommandStep } from '../../ports/steps.ts'

/** What keeping the index in step needs of the node. It runs in the node's one writer. */
export interface IndexWorld {
  readonly index: ModuleIndex
  readonly log: IndexLog
  readonly content: IndexContent
  readonly journal: Journal
  reached(step: CommandStep): void
}

/** The node's published log. */
export interface IndexLog {
  /** The log's name. */
  readonly name: string
  readonly state: LogState
  /** The newest published head; the root in lower-case hexadecimal. */
  head(): { readonly size: number; readonly root: string }
  /** The root of the first `size` entries, at most those of the head. Throws `bad-tile`, `store-damaged`. */
  rootAt(size: number): Promise<string>
  /** The entries from number `from` up to, not including, `to`. Throws `store-damaged`. */
  entries(from: number, to: number): AsyncIterable<Entry>
}

/** What is held of the versions that the log names. */
export interface IndexContent {
  /** Resolves when everything is published that is being published now. */
  quiet(): Promise<void>
  /** The go.mod of a version, or undefined where it is not held. */
  goMod(module: ModuleVersion): Promise<Uint8Array | undefined>
  /** The names of the commands in the zip of a version; none where it is not held. */
  commands(module: ModuleVersion): Promise<readonly string[]>
}
