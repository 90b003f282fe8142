import { testDatabases } from '../../../test/support/databases.ts'
import { jobQueueConformance } from '../../ports/job-queue.conformance.ts'
import { openDatabase } from './database.ts'
import { type QueueTables, queuePart } from './queue-tables.ts'
import { SqlQueue } from './sql-queue.ts'

for (const { name, place } of testDatabases())
  jobQueueConformance(name, async clock => {
    const at = place()
    // As a node has it.
    const where = at.kind === 'sqlite' ? { ...at, sync: 'full' as const } : at
    const open = async () => new SqlQueue(await openDatabase<QueueTables>(where, queuePart), clock)
    return { queue: await open(), other: await open() }
  })
