import { fromWire } from '../../core/error-wire.ts'
import { describe } from '../../core/errors.ts'
import type { Job, JobState } from '../../core/jobs/job.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import type { Context } from '../context.ts'
import { progressText } from '../progress-line.ts'

/**
 * A job as a line of a table: number, state, kind, priority, when it was submitted, and how far it is or how it ended.
 */
export function jobRow(context: Context, job: Job): string {
  const { number, kind, priority, submitted } = job
  return [number, stateOf(context, job), kind, priority, formatTime(submitted), howFar(context, job)]
    .join('\t')
    .trimEnd()
}

/** The state of a job in a word, in the language of the person. */
export function stateOf({ say }: Context, { state, isPaused, wish }: Job): string {
  if (state === 'queued' && isPaused) return say('cli.job.state.paused')
  if (state === 'running' && wish !== undefined) return say('cli.job.state.stopping')
  return say(stateTexts[state])
}

/** The words for states. */
export const stateTexts = {
  queued: 'cli.job.state.queued',
  running: 'cli.job.state.running',
  succeeded: 'cli.job.state.succeeded',
  failed: 'cli.job.state.failed',
  cancelled: 'cli.job.state.cancelled',
} as const satisfies Record<JobState, MessageKey>

/** How far a job is, or why it failed; empty where there is nothing to say. */
export function howFar({ options, terminal }: Context, { state, progress, error }: Job): string {
  if (error !== undefined) return describe(fromWire(error), options.lang ?? terminal.lang)
  return progress === undefined ? '' : progressText(progress, 120, { hasEnded: state !== 'running' })
}
