import { GoferryError } from '../../../src/core/errors.ts'
import { isEnded, type Job } from '../../../src/core/jobs/job.ts'
import { Bell } from '../../../src/services/jobs/bell.ts'
import { afterChildren, type JobKind, type JobKinds, type JobTask } from '../../../src/services/jobs/world.ts'

/** What the jobs of a run may be told. */
export interface RunArgument {
  /** How long an attempt takes, in milliseconds. */
  readonly ms: number
  /** flaky: how many attempts fail. */
  readonly failures?: number
  /** keyed: the key. */
  readonly key?: string
  /** When it was to be begun at the earliest: the queue forgets that of a job that was given back. */
  readonly notBefore: number
}

/** What an attempt did outside of the queue: it began, or came to an end, and when. */
export interface Effect {
  readonly number: number
  readonly worker: string
  readonly type: 'begun' | 'over'
  readonly at: number
}

/** Children of each `family`. */
export const familySize = 2
/** How many of the kind `scarce` run at once. */
export const scarceLimit = 2

/** The kinds of a run: what is quick, scarce, ordered by keys, fails at first, fails for good, waits for children. */
export function runKinds(effect: (job: Job, type: Effect['type']) => void): JobKinds {
  const kind = (more: Partial<JobKind>, work: JobKind['run'] = takesItsTime): JobKind => ({
    atOnce: 1000,
    maxAttempts: 1000,
    unit: 'steps',
    ...more,
    run: async (argument, task) => {
      effect(task.job, 'begun')
      try {
        return await work(argument, task)
      } finally {
        effect(task.job, 'over')
      }
    },
  })
  return {
    plain: kind({}),
    scarce: kind({ atOnce: scarceLimit }),
    keyed: kind({ key: argument => (argument as RunArgument).key ?? '' }),
    flaky: kind({ isTransient: ({ code }) => code === 'busy' }, async (argument, task) => {
      await takesItsTime(argument, task)
      if (task.job.attempts <= ((argument as RunArgument).failures ?? 0))
        throw new GoferryError('busy', { subject: 'flaky' })
    }),
    doomed: kind({}, async () => {
      throw new GoferryError('unhealthy', { subject: 'doomed' })
    }),
    family: kind({}, async (argument, task) => {
      const children: Job[] = []
      for (let i = 0; i < familySize; i++)
        children.push(await task.submit({ kind: i % 2 ? 'scarce' : 'plain', argument, name: `${i}` }))
      return children.every(isEnded) ? children.length : afterChildren
    }),
  }
}

async function takesItsTime(argument: unknown, { signal, progress }: JobTask): Promise<void> {
  const { ms } = argument as RunArgument
  progress({ done: 0, total: 1, bytes: 0, totalBytes: undefined, at: '' })
  await new Bell().wait(undefined, ms, signal)
  if (signal.aborted) throw new GoferryError('interrupted', { subject: 'run' })
}
