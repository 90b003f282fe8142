import type { CommonOptions, NodeAccess } from '../cli/context.ts'
import type { Terminal } from '../cli/terminal.ts'
import { doctoring } from './commands/doctoring.ts'
import { filling } from './commands/filling.ts'
import { finding } from './commands/finding.ts'
import { jobbing } from './commands/jobbing.ts'
import { keeping } from './commands/keeping.ts'
import { keyCommands } from './commands/keys.ts'
import { rehearsing } from './commands/rehearsing.ts'
import { resolving } from './commands/resolving.ts'
import { makeScope } from './commands/scope.ts'
import { settling } from './commands/settling.ts'
import { writeNewFile } from './compose.ts'
import { openFolder } from './open-folder.ts'
import { up } from './up.ts'

/** What commands do with the node of `options`, in the environment of this process. */
export function nodeCommands(options: CommonOptions, terminal: Terminal): NodeAccess {
  const scope = makeScope(options, terminal)
  return {
    data: scope.data,
    up: flags => up(scope, flags),
    open: () => openFolder(scope.data, scope.keyText),
    ...settling(scope),
    ...filling(scope),
    ...keeping(scope),
    ...jobbing(scope),
    ...finding(scope),
    ...resolving(scope),
    ...rehearsing(scope),
    writeFile: writeNewFile,
    ...doctoring(scope),
    ...keyCommands(scope),
  }
}
