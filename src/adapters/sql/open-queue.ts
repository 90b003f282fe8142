import type { Clock } from '../../ports/clock.ts'
import type { JobQueue } from '../../ports/job-queue.ts'
import { openDatabase } from './database.ts'
import { databaseClock } from './database-clock.ts'
import type { Owner } from './migrate.ts'
import type { DatabasePlace } from './place.ts'
import { type QueueTables, queuePart } from './queue-tables.ts'
import { SqlQueue } from './sql-queue.ts'

/** Opens the job queue at `place`; see `openDatabase`. `clock` is that of this machine. */
export async function openSqlQueue(place: DatabasePlace, clock: Clock, owner: Owner | undefined): Promise<JobQueue> {
  const database = await openDatabase<QueueTables>(place, queuePart, owner)
  try {
    return new SqlQueue(database, await databaseClock(database, clock))
  } catch (error) {
    await database.close()
    throw error
  }
}
