import type { Transaction } from 'kysely'
import { ENDED_STATES } from '../../core/jobs/job.ts'
import type { QueueTables } from './queue-tables.ts'

/** Jobs that one transaction removes: engines bound the parameters of a statement. */
const batch = 500

/** Removes what is old or too much, with the records, some at a time: see the port. Gives how many jobs. */
export async function forgetJobs(
  transact: <R>(work: (transaction: Transaction<QueueTables>) => Promise<R>) => Promise<R>,
  { before, keep }: { readonly before: number; readonly keep: number },
): Promise<number> {
  for (let forgotten = 0; ; ) {
    const gone = await transact(transaction => forget(transaction, before, keep))
    forgotten += gone
    if (gone < batch) return forgotten
  }
}

async function forget(transaction: Transaction<QueueTables>, before: number, keep: number): Promise<number> {
  const newest = await transaction
    .selectFrom('job')
    .select('number')
    .where('state', 'in', ENDED_STATES)
    .orderBy('number', 'desc')
    .offset(keep)
    .limit(1)
    .executeTakeFirst()
  const rows = await transaction
    .selectFrom('job')
    .select('number')
    .where('state', 'in', ENDED_STATES)
    .where(on => on.or([on('ended', '<', before), on('number', '<=', newest?.number ?? 0)]))
    // A job that goes on still asks what came of its children.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('job as parent')
            .select('parent.number')
            .whereRef('parent.number', '=', 'job.parent')
            .where('parent.state', 'in', ['queued', 'running']),
        ),
      ),
    )
    .orderBy('number')
    .limit(batch)
    .execute()
  const numbers = rows.map(({ number }) => number)
  if (numbers.length === 0) return 0
  await transaction.deleteFrom('job_line').where('job', 'in', numbers).execute()
  await transaction.deleteFrom('job').where('number', 'in', numbers).execute()
  return numbers.length
}
