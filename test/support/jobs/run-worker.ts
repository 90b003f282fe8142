/** A worker of a `JobRun`, as its argument says: runs jobs until it is ended. Says `ready` once it takes some. */
import { randomUUID } from 'node:crypto'
import { appendFileSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../../src/adapters/sql/database.ts'
import { type QueueTables, queuePart } from '../../../src/adapters/sql/queue-tables.ts'
import { SqlQueue } from '../../../src/adapters/sql/sql-queue.ts'
import { Bell } from '../../../src/services/jobs/bell.ts'
import { Runner } from '../../../src/services/jobs/runner.ts'
import type { WorkerTask } from './job-run.ts'
import { runKinds } from './run-kinds.ts'
import { steadyClock } from './steady-clock.ts'

const { place, folder, worker, node, isAlone, times, places } = JSON.parse(process.argv[2] ?? '') as WorkerTask
const effects = openSync(join(folder, `${worker}.effects`), 'a')
const kinds = runKinds(({ number }, type) =>
  writeSync(effects, `${JSON.stringify({ number, worker, type, at: steadyClock.now() })}\n`),
)
const complain = (event: string, fields?: object) =>
  appendFileSync(join(folder, 'journal'), `${JSON.stringify({ event, worker, ...fields })}\n`)
const journal = { info: () => undefined, warn: complain, error: complain }
const queue = new SqlQueue(await openDatabase<QueueTables>(place, queuePart), steadyClock)
const means = { newToken: randomUUID, chance: Math.random, journal, attemptEnded: () => undefined }
const runner = new Runner({ queue, kinds, node, worker, times, bell: new Bell(), ...means }, { places })
// Whoever started it is gone.
process.stdin.on('close', () => process.exit(1)).resume()
if (isAlone) await queue.reclaim(0, node)
runner.start()
writeSync(1, 'ready\n')
