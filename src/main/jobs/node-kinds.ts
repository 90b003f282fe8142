import type { AddReport } from '../../services/add/add.ts'
import { addFailure } from '../../services/add/failure.ts'
import type { JobKinds } from '../../services/jobs/world.ts'
import { verifyFailure } from '../../services/verify/failure.ts'
import type { VerifyReport } from '../../services/verify/verify.ts'
import type { Writer } from '../node/writer.ts'
import { addTo, checkAdd } from '../operations/add.ts'
import { rebuildNode } from '../operations/index.ts'
import { checkPublish, publishAt } from '../operations/publish.ts'
import { checkVerify, verifyNode } from '../operations/verify.ts'
import { type ChainSecrets, withSecrets } from './chain-secrets.ts'
import { ferryKinds } from './ferry-kinds.ts'
import { goesOn } from './goes-on.ts'
import { mirrorKinds } from './mirror-kinds.ts'
import { toolchainKinds } from './toolchain-kinds.ts'

/** What runs long at a node and needs its writer: each goes on where it stopped when its process died. */
export function nodeKinds(writer: Writer, secrets: ChainSecrets): JobKinds {
  const chained = (argument: unknown, job: { readonly number: number }) =>
    withSecrets(argument, secrets.of(job.number), writer.settings.upstream)
  return {
    add: {
      ...goesOn,
      atOnce: 4,
      unit: 'modules',
      check: checkAdd,
      judge: result => addFailure(result as AddReport),
      run: async (argument, task) => addTo(writer, chained(argument, task.job), task),
    },
    ...mirrorKinds(writer, chained),
    ...toolchainKinds(writer, chained),
    ...ferryKinds(writer),
    verify: {
      ...goesOn,
      unit: 'files',
      check: checkVerify,
      judge: result => verifyFailure(writer.data, result as VerifyReport),
      run: async (argument, task) => verifyNode(writer, chained(argument, task.job), task),
    },
    rebuild: { ...goesOn, unit: 'modules', run: (_, task) => rebuildNode(writer, task) },
    publish: {
      ...goesOn,
      unit: 'files',
      check: checkPublish,
      run: (argument, task) => publishAt(writer, argument, task),
    },
  }
}

/** Whether `name` is done as a job: what changes nothing is only answered, and what makes room must not need any. */
export function isJob(name: string, argument: unknown): boolean {
  const { dry = false } = (argument ?? {}) as { readonly dry?: boolean }
  return (
    [
      'add',
      'ferry-out',
      'ferry-receive',
      'ferry-verify',
      'ferry-quarantine',
      'ferry-scan',
      'ferry-commit',
      'pull',
      'toolchain-add',
      'toolchain-import',
      'verify',
      'proofs',
      'rebuild',
      'publish',
    ].includes(name) && !dry
  )
}
