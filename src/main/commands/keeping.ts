import type { KeepingAccess, RebuildReport } from '../../cli/keeping-access.ts'
import type { GcReport } from '../../services/gc/gc.ts'
import type { VerifyReport } from '../../services/verify/verify.ts'
import { operate } from '../node/operate.ts'
import { chooseChain } from '../upstream-choice.ts'
import { backing } from './backing.ts'
import { proving } from './proving.ts'
import type { Scope } from './scope.ts'
import { upgradeNode } from './upgrade-node.ts'

/** What keeps a node whole. */
export function keeping(scope: Scope): KeepingAccess {
  return {
    ...backing(scope),
    ...proving(scope),
    upgrade: request => upgradeNode(scope, request),
    gc: async (request, watch) => (await operate(scope, 'gc', request, watch)) as GcReport,
    rebuild: async watch => (await operate(scope, 'rebuild', null, watch)) as RebuildReport,
    verify: async (request, watch) => {
      const upstream = request.heal ? await chooseChain(scope.settings(), request.upstream) : undefined
      return (await operate(scope, 'verify', { ...request, upstream }, watch)) as VerifyReport
    },
  }
}
