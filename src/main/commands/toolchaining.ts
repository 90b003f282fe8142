import type { ToolchainAccess } from '../../cli/toolchain-access.ts'
import type { ImportReport } from '../../services/toolchain/import-archive.ts'
import type { ToolchainReport } from '../../services/toolchain/report.ts'
import { operate } from '../node/operate.ts'
import { chooseChain } from '../upstream-choice.ts'
import type { Scope } from './scope.ts'

/** What is done with toolchains. */
export function toolchaining(scope: Scope): ToolchainAccess {
  return {
    addToolchains: async (request, watch) => {
      const upstream = await chooseChain(scope.settings(), request.upstream)
      const argument = { ...request, ...(upstream !== undefined && { upstream }) }
      return (await operate(scope, 'toolchain-add', argument, watch, { begins: true })) as ToolchainReport
    },
    importToolchain: async (request, watch) => {
      const upstream = await chooseChain(scope.settings(), request.upstream)
      const argument = { ...request, ...(upstream !== undefined && { upstream }) }
      return (await operate(scope, 'toolchain-import', argument, watch, { begins: true })) as ImportReport
    },
  }
}
