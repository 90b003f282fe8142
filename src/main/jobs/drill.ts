import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { BEHAVIOURS, type Behaviour } from '../../core/jobs/behaviours.ts'
import { isEnded, type Job } from '../../core/jobs/job.ts'
import { nameOf } from '../../core/jobs/transitions.ts'
import type { WorkProcesses } from '../../ports/work-processes.ts'
import { afterChildren, type JobKinds, type JobTask } from '../../services/jobs/world.ts'

/** What a part of a drill may take: little, so that a drill is short. */
const partLimits = { memoryBytes: 200_000_000, timeMs: 8000, silentMs: 4000 }

/** How each behaviour is to end: the state, and the reason of the error. */
const endings: Readonly<Record<Behaviour, string>> = {
  works: 'succeeded',
  leaks: 'job-memory',
  spins: 'job-time',
  sleeps: 'job-silent',
  hangs: 'job-silent',
  crashes: 'job-crashed',
}

const partArgument = z.strictObject({ behaviour: z.enum(BEHAVIOURS) })
const drillArgument = z.strictObject({ behaviours: z.array(z.enum(BEHAVIOURS)).min(1) })

/**
 * A drill of the engine itself: jobs that misbehave in each way that there is, to see that this machine ends them, with
 * their reason, while the node goes on.
 */
export function drillKinds(processes: WorkProcesses): JobKinds {
  return {
    drill: {
      atOnce: 1,
      maxAttempts: 3,
      unit: 'parts',
      check: argument => void parse('drill', drillArgument, argument),
      run: (argument, task) => drill(parse('drill', drillArgument, argument).behaviours, task),
    },
    'drill-part': {
      atOnce: 4,
      maxAttempts: 2,
      unit: 'blocks',
      ...partLimits,
      check: argument => void parse('drill-part', partArgument, argument),
      run: (argument, task) => {
        const { memoryBytes } = partLimits
        return processes.run({ name: 'drill', argument, memoryBytes, subject: nameOf(task.job) }, task)
      },
    },
    // Nothing but the way through the queue: what the engine itself costs.
    'drill-pulse': { atOnce: 1000, maxAttempts: 1000, unit: 'pulses', run: async argument => argument },
  }
}

async function drill(behaviours: readonly Behaviour[], task: JobTask): Promise<unknown> {
  // Each time: its process may have died before all of them were submitted.
  const parts: Job[] = []
  for (const behaviour of behaviours)
    parts.push(await task.submit({ kind: 'drill-part', argument: { behaviour }, name: behaviour }))
  if (!parts.every(isEnded)) return afterChildren
  let wrong = 0
  for (const part of parts) {
    const { behaviour } = part.argument as { readonly behaviour: Behaviour }
    const isRight = endingOf(part) === endings[behaviour]
    if (!isRight) wrong++
    const { state, error } = part
    await task.tell({
      subject: behaviour,
      outcome: isRight ? 'as expected' : 'not as expected',
      state,
      ...(error && { error }),
    })
  }
  if (wrong > 0) throw new GoferryError('unhealthy', { subject: 'drill' })
  return { parts: parts.length }
}

function endingOf({ state, error }: Job): string | undefined {
  return state === 'failed' ? error?.reason : state
}

function parse<T>(subject: string, schema: z.ZodType<T>, argument: unknown): T {
  const result = schema.safeParse(argument)
  if (!result.success) throw new GoferryError('usage', { subject, cause: result.error })
  return result.data
}
