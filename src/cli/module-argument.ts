import { GoferryError } from '../core/errors.ts'
import type { ModuleVersion } from '../core/module/module-version.ts'
import { checkPath } from '../core/module/path.ts'

/** Reads `MODULE@VERSION` of a command line. Throws `usage`, `bad-module-path`. */
export function parseModuleArgument(argument: string): ModuleVersion {
  const at = argument.indexOf('@')
  if (at < 1 || at === argument.length - 1)
    throw new GoferryError('usage', { subject: argument, reason: 'cli.module-version' })
  const module = { path: argument.slice(0, at), version: argument.slice(at + 1) }
  checkPath(module.path)
  if (module.version === 'none') throw new GoferryError('usage', { subject: argument, reason: 'cli.module-none' })
  return module
}
