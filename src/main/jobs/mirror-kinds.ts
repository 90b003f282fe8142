import type { JobKinds, JobTask } from '../../services/jobs/world.ts'
import { refreshFailure } from '../../services/proofs/failure.ts'
import type { RefreshReport } from '../../services/proofs/refresh.ts'
import { pullFailure } from '../../services/watch/failure.ts'
import type { WatchReport } from '../../services/watch/tally.ts'
import type { Writer } from '../node/writer.ts'
import { checkRefresh, refreshAt } from '../operations/proofs.ts'
import { checkPull, pullInto } from '../operations/pull.ts'
import { goesOn } from './goes-on.ts'

/** What a mirror does by itself as a job, one at a time; `chained` gives an argument its upstream's credentials. */
export function mirrorKinds(writer: Writer, chained: (argument: unknown, job: JobTask['job']) => unknown): JobKinds {
  return {
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
  }
}
