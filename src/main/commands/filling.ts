import type { NodeAccess } from '../../cli/context.ts'
import type { ToolchainAccess } from '../../cli/toolchain-access.ts'
import type { PublishReport } from '../../services/publish/publish.ts'
import type { WatchReport } from '../../services/watch/tally.ts'
import { addRequested } from '../closures/add-requested.ts'
import type { RunAtNode } from '../closures/with-go.ts'
import { openKeys } from '../compose.ts'
import { policyOf } from '../config/policy.ts'
import { operate } from '../node/operate.ts'
import { chooseChain } from '../upstream-choice.ts'
import type { Scope } from './scope.ts'
import { toolchaining } from './toolchaining.ts'

/** What fills a node. */
export function filling(scope: Scope): Pick<NodeAccess, 'add' | 'publish' | 'pull'> & ToolchainAccess {
  return {
    ...toolchaining(scope),
    add: async (request, watch) => {
      const upstream = await chooseChain(scope.settings(), request.upstream)
      const run: RunAtNode = (name, argument, asking) => operate(scope, name, argument, asking, { begins: true })
      const holder = { data: scope.data, verifierKey: await logKey(scope) }
      return addRequested({ run, upstream, watch, holder, policy: policyOf(scope.settings()) }, request)
    },
    pull: async ({ dry, upstream: asked }, watch) => {
      const upstream = await chooseChain(scope.settings(), asked)
      return (await operate(scope, 'pull', { dry, upstream }, watch, { begins: true })) as WatchReport
    },
    // A dry run makes no node.
    publish: async (request, watch) =>
      (await operate(scope, 'publish', request, watch, { begins: !request.dry })) as PublishReport,
  }
}

/** The key of the node's log; undefined where no node was started in the folder yet. */
async function logKey({ data, keyText }: Scope): Promise<string | undefined> {
  return (await openKeys(data, keyText).load())?.verifierKeys[0]
}
