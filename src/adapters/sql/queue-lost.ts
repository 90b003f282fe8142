import type { Kysely } from 'kysely'
import type { QueueTables } from './queue-tables.ts'
import { nodeGate } from './queue-take.ts'

/** The running jobs whose lease is over, or that a worker of `deadNode` has: that one alone, if a `number` is given. */
export function lostJobs(
  query: Pick<Kysely<QueueTables>, 'selectFrom'>,
  now: number,
  deadNode: string | undefined,
  number?: number,
): Promise<{ number: number; token: string | null }[]> {
  const ofNode = query
    .selectFrom('job_slot')
    .select('job')
    .where('gate', '=', nodeGate(deadNode ?? ''))
  let found = query
    .selectFrom('job')
    .select(['number', 'token'])
    .where('state', '=', 'running')
    .where(on => {
      const isOver = on('lease_ends', '<', now)
      return deadNode === undefined ? isOver : on.or([isOver, on('number', 'in', ofNode)])
    })
  if (number !== undefined) found = found.where('number', '=', number)
  return found.execute()
}
