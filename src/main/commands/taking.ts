import { join } from 'node:path'
import type { Decided, DecisionWish, TakingAccess } from '../../cli/taking-access.ts'
import type { Watch } from '../../ports/watch.ts'
import { findImport, type Import } from '../../services/ferry/in/imports.ts'
import { showImport } from '../../services/ferry/in/show-import.ts'
import { openImports, writeNewFile } from '../compose.ts'
import { loadTrust, trustFileOf } from '../config/trust.ts'
import { openFolder } from '../open-folder.ts'
import { goOnWith } from './importing.ts'
import { operateNow } from './operate-now.ts'
import { receipting } from './receipting.ts'
import type { Scope } from './scope.ts'
import { signDecision, signedElsewhere, unsignedDecision } from './sign-decision.ts'
import { signing } from './signing.ts'

/** What is done with bundles that came in. Who approves signs in this process: no key ever goes to the node. */
export function taking(scope: Scope): TakingAccess {
  return {
    showImport: async named => shown(scope, (await found(scope, named)).folder),
    decideImport: (named, wish, watch) => decideOn(scope, named, wish, watch),
    writeUnsigned: async (named, wish, file) => {
      const { folder, state } = await found(scope, named)
      await writeNewFile(file, unsignedDecision(state.bundle, await shown(scope, folder), wish))
    },
    ...signing(scope),
    ...receipting(scope),
  }
}

function found({ data }: Scope, named: string): Promise<Import> {
  return findImport(openImports(data), named)
}

async function shown(scope: Scope, folder: Import['folder']) {
  const trust = loadTrust(trustFileOf(scope.data, scope.settings()))
  return showImport(folder, trust, (await openFolder(scope.data, scope.keyText)).state)
}

async function decideOn(scope: Scope, named: string, wish: DecisionWish, watch: Watch) {
  const { folder, state } = await found(scope, named)
  const { bundle } = state
  const sign = async () => signDecision(join(scope.data, 'keys'), bundle, await shown(scope, folder), wish)
  const note = await (wish.signature === undefined ? sign() : signedElsewhere(wish))
  const decided = (await operateNow(scope, 'ferry-decide', { bundle, note })) as Decided
  return { ...decided, bundles: decided.decision === 'approve' ? [await goOnWith(scope, bundle, watch)] : [] }
}
