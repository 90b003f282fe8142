import type { Kysely } from 'kysely'
import type { QueueTables } from './queue-tables.ts'
import { nodeGate } from './queue-take.ts'

/** Where it is known that of the workers of `node` only `but` lives. */
export interface DeadWorkers {
  readonly node: string
  readonly but: string
}

/** The running jobs whose lease is over, or that a dead worker has. */
export function lostJobs(
  query: Pick<Kysely<QueueTables>, 'selectFrom'>,
  now: number,
  dead: DeadWorkers | undefined,
  number?: number,
): Promise<{ number: number; token: string | null }[]> {
  const ofNode = query
    .selectFrom('job_slot')
    .select('job')
    .where('gate', '=', nodeGate(dead?.node ?? ''))
  let found = query
    .selectFrom('job')
    .select(['number', 'token'])
    .where('state', '=', 'running')
    .where(on => {
      const isOver = on('lease_ends', '<', now)
      return dead === undefined
        ? isOver
        : on.or([isOver, on.and([on('worker', '!=', dead.but), on('number', 'in', ofNode)])])
    })
  if (number !== undefined) found = found.where('number', '=', number)
  return found.execute()
}
