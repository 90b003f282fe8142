import type { NodeAccess } from '../../cli/context.ts'
import type { PublishReport } from '../../services/publish/publish.ts'
import { operate } from '../node/operate.ts'
import { chooseChain } from '../upstream-choice.ts'
import { addRequested } from './adding.ts'
import type { Scope } from './scope.ts'

/** What fills a node. */
export function filling(scope: Scope): Pick<NodeAccess, 'add' | 'publish'> {
  return {
    add: async (request, watch) => {
      const upstream = await chooseChain(scope.settings(), request.upstream)
      return addRequested({ scope, upstream, watch }, request)
    },
    // A dry run makes no node.
    publish: async (request, watch) =>
      (await operate(scope, 'publish', request, watch, { begins: !request.dry })) as PublishReport,
  }
}
