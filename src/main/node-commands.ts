import type { CommonOptions, NodeAccess } from '../cli/context.ts'
import type { Terminal } from '../cli/terminal.ts'
import { doctoring } from './commands/doctoring.ts'
import { filling } from './commands/filling.ts'
import { finding } from './commands/finding.ts'
import { keeping } from './commands/keeping.ts'
import { keyCommands } from './commands/keys.ts'
import type { Scope } from './commands/scope.ts'
import { settling } from './commands/settling.ts'
import { loadSettings } from './config/load.ts'
import { findSettingsFile } from './config/settings-file.ts'
import { dataFolder } from './data-folder.ts'
import { environment, keyText } from './environment.ts'
import { openFolder } from './open-folder.ts'
import { up } from './up.ts'

/** What commands do with the node of `options`, in the environment of this process. */
export function nodeCommands(options: CommonOptions, terminal: Terminal): NodeAccess {
  const data = dataFolder(options.data, environment)
  const settingsFile = findSettingsFile(options.config, data)
  const scope: Scope = {
    data,
    keyText,
    config: options.config,
    terminal,
    json: options.json ?? false,
    settingsFile,
    settings: flags => loadSettings({ file: settingsFile, environment, flags: flags ?? {} }),
  }
  return {
    data,
    up: flags => up(scope, flags),
    open: () => openFolder(scope.data, keyText),
    ...settling(scope),
    ...filling(scope),
    ...keeping(scope),
    ...finding(scope),
    ...doctoring(scope),
    ...keyCommands(scope),
  }
}
