import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabasePlace } from '../../src/adapters/sql/place.ts'
import { openJobs } from '../../src/main/jobs/open-jobs.ts'
import { dropSchema, newSchema } from '../../test/support/databases.ts'
import { checkRun } from '../../test/support/jobs/check-run.ts'
import { JobRun } from '../../test/support/jobs/job-run.ts'
import { percentile } from '../measure/median.ts'
import type { JobDatabase, JobResults, KilledJobsRow, LoneJobsRow, QuietJobsRow } from '../results.ts'
import type { World } from '../world/world.ts'
import { measureBesideJobs } from './beside-jobs.ts'

/** What is done on a new database of one engine, with a folder for what the jobs leave. */
type OnDatabase<T> = (database: JobDatabase, run: JobRun) => Promise<T>

/** What the engine of jobs does on both databases, and what the node serves while jobs misbehave. */
export async function measureJobs(world: World): Promise<JobResults> {
  const killed: KilledJobsRow[] = []
  const quiet: QuietJobsRow[] = []
  const lone: LoneJobsRow[] = []
  for (const database of await databases(world)) {
    world.say(`jobs on ${database}: ${world.plan.jobs.killed}, with workers that are killed`)
    killed.push(await onNew(world, database, (name, run) => measureKilled(world, name, run)))
    for (const workers of [1, 4]) {
      world.say(`jobs on ${database}: ${workers} workers`)
      quiet.push(await onNew(world, database, (name, run) => measureQuiet(world, name, run, workers)))
    }
    lone.push(await onNew(world, database, (name, run) => measureLone(world, name, run)))
  }
  return { killed, quiet, lone, beside: await measureBesideJobs(world) }
}

/** What the tests use: a server of PostgreSQL is not on every machine. */
async function databases({ say }: World): Promise<JobDatabase[]> {
  try {
    await dropSchema(newSchema())
    return ['SQLite', 'PostgreSQL']
  } catch (error) {
    say(`jobs on PostgreSQL are left out: ${error}`)
    return ['SQLite']
  }
}

let runs = 0

/** Runs `work` on a new database, as a node has it, which is removed afterwards. */
async function onNew<T>({ folder }: World, database: JobDatabase, work: OnDatabase<T>): Promise<T> {
  const own = join(folder, `jobs ${++runs}`)
  mkdirSync(own)
  const place: DatabasePlace =
    database === 'SQLite' ? { kind: 'sqlite', file: join(own, 'jobs.sqlite'), sync: 'full' } : newSchema()
  const run = await JobRun.open(place, own, runs)
  try {
    return await work(database, run)
  } finally {
    await run.queue.close()
    if (place.kind === 'postgres') await dropSchema(place)
  }
}

async function measureKilled({ plan }: World, database: JobDatabase, run: JobRun): Promise<KilledJobsRow> {
  const begun = performance.now()
  await run.all(plan.jobs.killed, plan.jobs.kills)
  const wallSeconds = (performance.now() - begun) / 1000
  const { jobs, attempts, lost } = await checkRun(run, plan.jobs.killed)
  return { database, jobs, kills: run.deaths.size, wallSeconds, attempts, lost }
}

async function measureQuiet(
  { plan }: World,
  database: JobDatabase,
  run: JobRun,
  workers: number,
): Promise<QuietJobsRow> {
  const jobs = plan.jobs.quiet
  const begun = performance.now()
  for (let i = 0; i < jobs; i++)
    await run.queue.submit({ kind: 'plain', argument: { ms: 0 }, priority: 0, maxAttempts: 1, notBefore: 0 })
  const submittedPerSecond = (jobs / (performance.now() - begun)) * 1000
  await run.quietly(workers)
  const { first, last } = await run.database.query
    .selectFrom('job')
    .select(({ fn }) => [fn.min('started').as('first'), fn.max('ended').as('last')])
    .executeTakeFirstOrThrow()
  return { database, workers, submittedPerSecond, endedPerSecond: (jobs / (Number(last) - Number(first))) * 1000 }
}

async function measureLone({ plan }: World, database: JobDatabase, { queue }: JobRun): Promise<LoneJobsRow> {
  let begins: (at: number) => void = () => undefined
  const kind = { atOnce: 1, maxAttempts: 1, unit: 'steps', run: async () => begins(performance.now()) }
  const journal = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const { jobs, newRunner } = openJobs({ queue, kinds: { lone: kind }, node: 'bench', journal })
  const runner = newRunner({ places: 1 })
  runner.start()
  const times: number[] = []
  for (let i = 0; i < plan.jobs.lone; i++) {
    const begun = new Promise<number>(resolve => (begins = resolve))
    const submitted = performance.now()
    const { job } = await jobs.submit({ kind: 'lone', argument: null, isOfNode: true })
    times.push((await begun) - submitted)
    await runner.ended(job.number, new AbortController().signal)
  }
  await runner.stop()
  const [p50Milliseconds, p99Milliseconds] = [percentile(times, 50), percentile(times, 99)]
  return { database, jobs: times.length, p50Milliseconds, p99Milliseconds }
}
