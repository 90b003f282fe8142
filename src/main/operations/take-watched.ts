import type { ModuleVersion } from '../../core/module/module-version.ts'
import { KINDS } from '../../core/tree/keys.ts'
import { addFailure } from '../../services/add/add.ts'
import { addRequested } from '../closures/add-requested.ts'
import { onlyLacks } from './only-lacks.ts'
import { type ModuleRule, type Pulling, runHere, targetsOf } from './watched.ts'

/** Takes a version and what the level of its rule asks for. What fails is told by name. */
export function taker({ writer, chain, watch }: Pulling, ruleOf: (module: ModuleVersion) => ModuleRule) {
  // The version itself is told by whoever pulls.
  const quiet = onlyLacks(watch)
  return async (module: ModuleVersion): Promise<boolean> => {
    const rule = ruleOf(module)
    const { level } = rule
    const wants = [{ path: module.path, query: module.version, parts: KINDS }]
    const closure = { seeds: [`${module.path}@${module.version}`], targets: targetsOf(rule) }
    const request = { wants, ...(level !== 'none' && { closure: { ...closure, level } }) }
    const report = await addRequested({ run: runHere(writer), upstream: chain, watch: quiet }, request)
    return addFailure(report) === undefined
  }
}
