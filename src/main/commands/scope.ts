import type { CommonOptions } from '../../cli/context.ts'
import type { Terminal } from '../../cli/terminal.ts'
import { loadSettings } from '../config/load.ts'
import type { Settings } from '../config/schema.ts'
import { findSettingsFile } from '../config/settings-file.ts'
import { dataFolder } from '../data-folder.ts'
import { environment, keyText } from '../environment.ts'

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

/** The scope of a command line's `options`, in the environment of this process. */
export function makeScope(options: CommonOptions, terminal: Terminal): Scope {
  const data = dataFolder(options.data, environment)
  const settingsFile = findSettingsFile(options.config, data)
  return {
    data,
    keyText,
    config: options.config,
    terminal,
    json: options.json ?? false,
    settingsFile,
    settings: flags => loadSettings({ file: settingsFile, environment, flags: flags ?? {} }),
  }
}
