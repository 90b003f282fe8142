import type { JobKind, JobKinds } from '../../services/jobs/world.ts'
import type { Writer } from '../node/writer.ts'
import { addTo } from '../operations/add.ts'
import { gcNode } from '../operations/gc.ts'
import { rebuildNode } from '../operations/index.ts'
import { publishAt } from '../operations/publish.ts'
import { verifyNode } from '../operations/verify.ts'
import { type ChainSecrets, withSecrets } from './chain-secrets.ts'

/** What runs long at a node and needs its writer: each goes on where it stopped when its process died. */
export function nodeKinds(writer: Writer, secrets: ChainSecrets): JobKinds {
  const chained = (argument: unknown, job: { readonly number: number }) =>
    withSecrets(argument, secrets.of(job.number), writer.settings.upstream)
  return {
    add: {
      ...goesOn,
      atOnce: 4,
      unit: 'modules',
      run: async (argument, task) => addTo(writer, chained(argument, task.job), task),
    },
    verify: {
      ...goesOn,
      unit: 'files',
      run: async (argument, task) => verifyNode(writer, chained(argument, task.job), task),
    },
    gc: { ...goesOn, unit: 'zips', run: (argument, task) => gcNode(writer, argument, task) },
    rebuild: { ...goesOn, unit: 'modules', run: (_, task) => rebuildNode(writer, task) },
    publish: { ...goesOn, unit: 'files', run: (argument, task) => publishAt(writer, argument, task) },
  }
}

/** One at a time. What fails by an error is told at once; what lost its process is begun again a few times. */
const goesOn: Pick<JobKind, 'atOnce' | 'maxAttempts'> = { atOnce: 1, maxAttempts: 5 }

/** Whether `name` is done as a job: what changes nothing is only answered. */
export function isJob(name: string, argument: unknown): boolean {
  const { dry = false, apply = true } = (argument ?? {}) as { readonly dry?: boolean; readonly apply?: boolean }
  return ['add', 'verify', 'gc', 'rebuild', 'publish'].includes(name) && !dry && apply
}
