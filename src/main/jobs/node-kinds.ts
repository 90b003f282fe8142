import type { AddReport } from '../../services/add/add.ts'
import { addFailure } from '../../services/add/failure.ts'
import type { JobKind, JobKinds } from '../../services/jobs/world.ts'
import { refreshFailure } from '../../services/proofs/failure.ts'
import type { RefreshReport } from '../../services/proofs/refresh.ts'
import { verifyFailure } from '../../services/verify/failure.ts'
import type { VerifyReport } from '../../services/verify/verify.ts'
import { pullFailure } from '../../services/watch/failure.ts'
import type { WatchReport } from '../../services/watch/tally.ts'
import type { Writer } from '../node/writer.ts'
import { addTo, checkAdd } from '../operations/add.ts'
import { rebuildNode } from '../operations/index.ts'
import { checkRefresh, refreshAt } from '../operations/proofs.ts'
import { checkPublish, publishAt } from '../operations/publish.ts'
import { checkPull, pullInto } from '../operations/pull.ts'
import { checkVerify, verifyNode } from '../operations/verify.ts'
import { type ChainSecrets, withSecrets } from './chain-secrets.ts'
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
    ...toolchainKinds(writer, chained),
    verify: {
      ...goesOn,
      unit: 'files',
      check: checkVerify,
      judge: result => verifyFailure(writer.data, result as VerifyReport),
      run: async (argument, task) => verifyNode(writer, chained(argument, task.job), task),
    },
    pull: {
      ...goesOn,
      unit: 'modules',
      check: checkPull,
      judge: result => pullFailure(result as WatchReport),
      run: (argument, task) => pullInto(writer, chained(argument, task.job), task),
    },
    proofs: {
      ...goesOn,
      unit: 'items',
      check: checkRefresh,
      judge: result => refreshFailure(result as RefreshReport),
      run: async (argument, task) => refreshAt(writer, chained(argument, task.job), task),
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

/** One at a time. What fails by an error is told at once; what lost its process is begun again a few times. */
const goesOn: Pick<JobKind, 'atOnce' | 'maxAttempts'> = { atOnce: 1, maxAttempts: 5 }

/** Whether `name` is done as a job: what changes nothing is only answered, and what makes room must not need any. */
export function isJob(name: string, argument: unknown): boolean {
  const { dry = false } = (argument ?? {}) as { readonly dry?: boolean }
  return (
    ['add', 'pull', 'toolchain-add', 'toolchain-import', 'verify', 'proofs', 'rebuild', 'publish'].includes(name) &&
    !dry
  )
}
