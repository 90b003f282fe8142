import type { Terminal } from '../../cli/terminal.ts'
import type { Settings } from '../config/schema.ts'

/** What commands are run on: the folder of a node, its settings, and who runs them. */
export interface Scope {
  readonly data: string
  /** The value of GOFERRY_KEY. */
  readonly keyText: string | undefined
  /** The path of the settings file that was named. */
  readonly config: string | undefined
  readonly terminal: Terminal
  readonly json: boolean
  /** The settings file that is read: the one that was named, or the one in the node's folder; undefined for none. */
  readonly settingsFile: string | undefined
  /** The settings with `flags` above the file and the environment. Throws `bad-settings`. */
  settings(flags?: Readonly<Record<string, unknown>>): Settings
}
