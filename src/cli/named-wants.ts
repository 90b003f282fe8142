import { GoferryError } from '../core/errors.ts'
import { KINDS } from '../core/tree/keys.ts'
import type { Want } from '../services/add/world.ts'
import { parseModuleArgument } from './module-argument.ts'

interface WantFlags {
  readonly from?: string
  readonly modcache?: string
  readonly athens?: string
}

/**
 * The wants that `modules` name, beside the one other source that `flags` may have. Throws `usage`, `bad-module-path`.
 */
export function namedWants(modules: readonly string[], { from, modcache, athens }: WantFlags): Want[] {
  const folders = [modcache, athens].filter(folder => folder !== undefined).length
  const named = modules.length > 0 || from !== undefined
  if (folders === 0 && !named) throw new GoferryError('usage', { subject: 'add', reason: 'cli.add.nothing' })
  if (folders > 1 || (folders === 1 && named))
    throw new GoferryError('usage', { subject: 'add', reason: 'cli.add.one-source' })
  return modules.map(module => {
    const { path, version } = parseModuleArgument(module)
    return { path, query: version, parts: KINDS }
  })
}
