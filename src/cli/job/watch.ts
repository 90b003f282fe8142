import { fromWire } from '../../core/error-wire.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { itemLine, watching } from '../watching.ts'
import { jobRow } from './row.ts'

/**
 * Shows job `number` as the command that began it does, from line `after` of its record on, until it has ended. Ends as
 * the job did: throws what it failed with. Ctrl-C leaves the job as it is.
 */
export async function watchJob(context: Context, number: number, after: number): Promise<void> {
  const { node, options, print, note } = context
  const job = await watching(
    context,
    watch => node.followJob(number, after, watch),
    item => itemLine(context, item),
  )
  if (options.json) print(JSON.stringify(job))
  else note(jobRow(context, job))
  if (job.error !== undefined && job.state === 'failed') throw fromWire(job.error)
  if (job.state === 'cancelled')
    throw new GoferryError('incomplete', { subject: String(number), reason: 'job-cancelled' })
}
