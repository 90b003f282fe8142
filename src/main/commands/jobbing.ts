import type { JobAccess, ShownJob } from '../../cli/job-access.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Job, JobLine } from '../../core/jobs/job.ts'
import { catalogue } from '../../core/messages/catalogue.ts'
import { fill } from '../../core/messages/text.ts'
import type { Identity } from '../../services/keys/keys.ts'
import { openJobQueue, openJournal, openKeys, ownerOf } from '../compose.ts'
import { directJobs } from '../jobs/direct-jobs.ts'
import { type CallJobs, followJob, runJob } from '../jobs/run-job.ts'
import { commandJournal } from '../node/command-journal.ts'
import { askNode } from '../node/control-client.ts'
import { jobsOfNode } from '../node/operate.ts'
import type { Scope } from './scope.ts'

/** How many lines of a record are read at once. */
const page = 1000

/** What is asked of jobs: of the node that runs, else of the queue itself, which needs no lock. */
export function jobbing(scope: Scope): JobAccess {
  const { data } = scope
  const withJobs = async <T>(
    work: (call: CallJobs, callAndRun: CallJobs) => Promise<T>,
    { waits }: { readonly waits?: number } = {},
  ): Promise<T> => {
    if ((await askNode(data, 'status', null)) !== undefined) return work(jobsOfNode(data), jobsOfNode(data))
    const settings = scope.settings()
    const queue = await openJobQueue(data, settings, ownerOf(await identityOf(scope)))
    const direct = await directJobs(queue, commandJournal(settings, scope))
    try {
      if (waits !== undefined) {
        await direct.call('job-show', { number: waits })
        if (!scope.json) scope.terminal.note(fill(catalogue['cli.job.no-node'], scope.terminal.lang))
      }
      return await work(direct.call, direct.callAndRun)
    } finally {
      await direct.close()
    }
  }
  return {
    listJobs: filter => withJobs(async call => (await call('job-list', filter)) as Job[]),
    askJob: (number, wish) => withJobs(async call => (await call('job-ask', { number, ...wish })) as Job),
    showJob: (number, after) => withJobs(call => shown(call, number, after)),
    followJob: (number, after, watch) =>
      withJobs(call => followJob(call, number, watch, { cancels: false, after }), { waits: number }),
    drillJobs: (behaviours, watch) =>
      withJobs((_, callAndRun) => runJob(callAndRun, 'drill', { behaviours }, watch, { owns: true })),
    pulseJobs: (jobs, priority) => withJobs(call => pulse(call, jobs, priority)),
    workJobs: async ({ places, signal }) => {
      const settings = scope.settings()
      // A file has a node beside it; a server may be shared with another machine, where whose it is is not known.
      const identity = settings.database === 'sqlite' ? await identityOf(scope) : undefined
      const queue = await openJobQueue(data, settings, identity && ownerOf(identity))
      const direct = await directJobs(queue, openJournal(settings))
      try {
        await direct.work(places, signal)
      } finally {
        await direct.close()
      }
    },
  }
}

async function shown(call: CallJobs, number: number, after: number): Promise<ShownJob> {
  const lines: JobLine[] = []
  for (let last = after; ; ) {
    const more = (await call('job-lines', { number, after: last, limit: page })) as JobLine[]
    lines.push(...more)
    last = more.at(-1)?.number ?? last
    if (more.length < page) break
  }
  return { ...((await call('job-show', { number })) as Omit<ShownJob, 'lines'>), lines }
}

async function pulse(call: CallJobs, jobs: number, priority: number) {
  const numbers: number[] = []
  for (let i = 0; i < jobs; i++) {
    const { job } = (await call('job-submit', { kind: 'drill-pulse', argument: i, priority })) as { readonly job: Job }
    numbers.push(job.number)
  }
  return { first: numbers.at(0) ?? 0, last: numbers.at(-1) ?? 0 }
}

/** Throws `absent` where no node was ever started in the folder. */
async function identityOf({ data, keyText }: Scope): Promise<Identity> {
  const identity = await openKeys(data, keyText).load()
  if (identity === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  return identity
}
