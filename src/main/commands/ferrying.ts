import type { BundleTrust, FerryAccess } from '../../cli/ferry-access.ts'
import type { ImportState } from '../../core/ferry/import-state.ts'
import { importRows } from '../../services/ferry/in/imports.ts'
import type { CutReport } from '../../services/ferry/out/cut.ts'
import { openImports } from '../compose.ts'
import { operate } from '../node/operate.ts'
import { importBundles } from './importing.ts'
import { operateNow } from './operate-now.ts'
import { provenanceIn } from './provenance.ts'
import type { Scope } from './scope.ts'
import { taking } from './taking.ts'

/** What is done with bundles. */
export function ferrying(scope: Scope): FerryAccess {
  return {
    importBundles: (request, watch) => importBundles(scope, request, watch),
    imports: () => importRows(openImports(scope.data)),
    dropImport: async (bundle, undecided) =>
      (await operateNow(scope, 'ferry-drop', { bundle, undecided })) as ImportState,
    provenance: (state, module) => provenanceIn(scope, state, module),
    ...taking(scope),
    demonstrate: async (request, say, show, signal) => {
      const { demonstrate } = await import('../demo/demo.ts')
      return demonstrate(request, { say, show, signal })
    },
    cutBundle: async (request, watch) => (await operate(scope, 'ferry-out', request, watch)) as CutReport,
    bundleRecipient: async () =>
      ((await operateNow(scope, 'ferry-recipient', null)) as { recipient: string }).recipient,
    bundleTrust: async () => (await operateNow(scope, 'ferry-trust', null)) as BundleTrust,
  }
}
