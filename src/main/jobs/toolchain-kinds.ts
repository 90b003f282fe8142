import type { JobKinds, JobTask } from '../../services/jobs/world.ts'
import { type ToolchainReport, toolchainFailure } from '../../services/toolchain/report.ts'
import type { Writer } from '../node/writer.ts'
import { addToolchains } from '../operations/toolchain-add.ts'
import { checkToolchainImport, importToolchain } from '../operations/toolchain-import.ts'
import { checkToolchainAdd } from '../operations/toolchain-request.ts'
import { goesOn } from './goes-on.ts'

/** What is done with toolchains as a job, one at a time; `chained` gives an argument its upstream's credentials. */
export function toolchainKinds(writer: Writer, chained: (argument: unknown, job: JobTask['job']) => unknown): JobKinds {
  return {
    'toolchain-add': {
      ...goesOn,
      unit: 'toolchains',
      check: checkToolchainAdd,
      judge: result => toolchainFailure(result as ToolchainReport),
      run: async (argument, task) => addToolchains(writer, chained(argument, task.job), task),
    },
    'toolchain-import': {
      ...goesOn,
      unit: 'archives',
      check: checkToolchainImport,
      run: async (argument, task) => importToolchain(writer, chained(argument, task.job), task),
    },
  }
}
