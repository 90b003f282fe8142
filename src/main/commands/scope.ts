import type { Terminal } from '../../cli/terminal.ts'
import type { Settings } from '../config/schema.ts'

/** What commands are run on: the folder of a node, its settings, and who runs them. */
export interface Scope {
  readonly data: string
  /** The value of GOFERRY_KEY. */
  readonly keyText: string | undefined
  /** The settings file that was named. */
  readonly config: string | undefined
  readonly terminal: Terminal
  readonly json: boolean
  /** The path of the settings file, where one was named. */
  readonly settingsFile: string | undefined
  /** The settings with `flags` above the file and the environment. Throws `bad-settings`. */
  settings(flags?: Readonly<Record<string, unknown>>): Settings
}
