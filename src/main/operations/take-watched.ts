import type { ModuleVersion } from '../../core/module/module-version.ts'
import { KINDS } from '../../core/tree/keys.ts'
import type { AddReport } from '../../services/add/add.ts'
import { addFailure } from '../../services/add/failure.ts'
import { addModule, addRequested } from '../closures/add-requested.ts'
import { addingHere } from './adding-here.ts'
import { onlyLacks } from './only-lacks.ts'
import { type ModuleRule, type Pulling, targetsOf } from './watched.ts'

/** Takes a version and what the level of its rule asks for. What fails is told by name. */
export function taker(pulling: Pulling, ruleOf: (module: ModuleVersion) => ModuleRule) {
  // The version itself is told by whoever pulls.
  const adding = addingHere({ ...pulling, watch: onlyLacks(pulling.watch) })
  return async (module: ModuleVersion): Promise<boolean> => {
    const report = await added(adding, module, ruleOf(module))
    return addFailure(report) === undefined
  }
}

function added(adding: Parameters<typeof addModule>[0], module: ModuleVersion, rule: ModuleRule): Promise<AddReport> {
  const { level } = rule
  const targets = targetsOf(rule)
  if (level === 'build' || level === 'test') return addModule(adding, module, { targets, tests: level === 'test' })
  const wants = [{ path: module.path, query: module.version, parts: KINDS }]
  const seeds = [`${module.path}@${module.version}`]
  return addRequested(adding, { wants, ...(level !== 'none' && { closure: { seeds, targets, level } }) })
}
