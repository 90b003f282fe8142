import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, openDatabase } from '../../../src/adapters/sql/database.ts'
import type { DatabasePlace } from '../../../src/adapters/sql/place.ts'
import { type QueueTables, queuePart } from '../../../src/adapters/sql/queue-tables.ts'
import { SqlQueue } from '../../../src/adapters/sql/sql-queue.ts'
import type { NewJob } from '../../../src/ports/job-queue.ts'
import { Bell } from '../../../src/services/jobs/bell.ts'
import type { RunnerTimes } from '../../../src/services/jobs/world.ts'
import { Random } from '../random.ts'
import type { Effect, RunArgument } from './run-kinds.ts'
import { steadyClock } from './steady-clock.ts'

/** What a worker is told. */
export interface WorkerTask {
  readonly place: DatabasePlace
  readonly folder: string
  readonly worker: string
  readonly node: string
  readonly isAlone: boolean
  readonly times: RunnerTimes
  readonly places: number
}

/** The nodes of the four workers: two share one, the others know that they are alone. */
const runNodes = ['shared', 'shared', 'second', 'third'] as const
/** The node of a worker. */
export function nodeOf(worker: string): string {
  return runNodes[Number(worker.split('.')[0])] ?? assert.fail(worker)
}

/** The times of the workers: a job of a dead one waits for a second at most. */
export const runTimes: RunnerTimes = { leaseMs: 1000, flushMs: 50, pollMs: 100 }
/** How many jobs run at once on a node. */
export const runPlaces = 5

/** A worker lives so long at most from its first taking on; one of five dies while it starts, within so long. */
const [lifeMs, birthMs] = [600, 400]
const program = join(import.meta.dirname, 'run-worker.ts')

/** Many jobs, and four workers of a queue that are killed and started again until all is done. */
export class JobRun {
  readonly database: Database<QueueTables>
  readonly queue: SqlQueue
  /** When each worker was killed; those that were ended with the run are not in it. */
  readonly deaths = new Map<string, number>()
  readonly #place: DatabasePlace
  readonly #folder: string
  readonly #random: Random
  readonly #living = new Set<ChildProcess>()
  #killsLeft = 0

  private constructor(database: Database<QueueTables>, place: DatabasePlace, folder: string, seed: number) {
    this.database = database
    this.queue = new SqlQueue(database, steadyClock)
    this.#place = place
    this.#folder = folder
    this.#random = new Random(seed)
  }

  /** A run in the new database at `place`; `folder`, an empty one, is for what the jobs do outside of it. */
  static async open(place: DatabasePlace, folder: string, seed: number): Promise<JobRun> {
    return new JobRun(await openDatabase<QueueTables>(place, queuePart), place, folder, seed)
  }

  /**
   * Adds `count` jobs of all kinds and priorities, with some that are bound to a node and some for later: half of them
   * before anybody works. Runs them to their end, and kills a worker `kills` times meanwhile, or as often as there is
   * time for.
   */
  async all(count: number, kills: number): Promise<void> {
    await this.#submit(count / 2)
    await Promise.all([this.#submit(count / 2), this.#work(kills)])
  }

  async #submit(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.queue.submit(this.#newJob())
  }

  #newJob(): NewJob {
    const random = this.#random
    const kinds = ['plain', 'plain', 'plain', 'plain', 'scarce', 'keyed', 'keyed', 'flaky', 'doomed', 'family']
    const kind = random.pick(kinds)
    const key = `key ${random.int(5)}`
    const notBefore = random.chance(0.05) ? steadyClock.now() + random.int(2000) : 0
    return {
      kind,
      argument: { ms: random.int(20), failures: 1 + random.int(2), key, notBefore } satisfies RunArgument,
      priority: random.pick([-100, 0, 0, 5, 100]),
      maxAttempts: 1000,
      notBefore,
      node: random.chance(0.1) ? random.pick(runNodes) : undefined,
      ...(kind === 'keyed' && { key }),
    }
  }

  /** Runs all jobs that are there to their end, with so many workers of which none is killed. */
  async quietly(workers: number): Promise<void> {
    await this.#work(0, workers)
  }

  async #work(kills: number, count: number = runNodes.length): Promise<void> {
    this.#killsLeft = kills
    const ended = new AbortController()
    const workers = Promise.all(runNodes.slice(0, count).map((node, i) => this.#keepWorking(node, i, ended.signal)))
    try {
      await Promise.race([this.#allEnded(), workers])
    } finally {
      ended.abort()
      for (const child of this.#living) child.kill('SIGKILL')
    }
    await workers
  }

  async #allEnded(): Promise<void> {
    while ((await this.queue.counts(['queued', 'running'])).length > 0) await new Bell().wait(undefined, 100)
  }

  /** What the attempts did outside of the queue, in order for each worker. */
  effects(): Effect[] {
    const files = readdirSync(this.#folder).filter(name => name.endsWith('.effects'))
    return files.flatMap(name => this.#lines(name) as Effect[])
  }

  /** What the workers complained of, but for jobs of the dead. */
  complaints(): unknown[] {
    return this.#lines('journal').filter(line => (line as { event: string }).event !== 'job-lost')
  }

  #lines(name: string): unknown[] {
    const file = join(this.#folder, name)
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    return text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
  }

  async #keepWorking(node: string, place: number, ended: AbortSignal): Promise<void> {
    for (let life = 0; !ended.aborted; life++) {
      const worker = `${place}.${life}`
      const child = this.#start({ node, worker, isAlone: node !== 'shared' })
      const gone = once(child, 'exit')
      await Promise.race([this.#end(child, worker), gone])
      const [code, signal] = await gone
      this.#living.delete(child)
      assert.equal(signal, 'SIGKILL', `worker ${worker} ended by itself: ${code}`)
    }
  }

  /** Kills a worker at some time, as long as that is wanted. */
  async #end(child: ChildProcess, worker: string): Promise<void> {
    if (this.#killsLeft-- <= 0) return
    const atBirth = this.#random.chance(0.2)
    if (!atBirth && child.stdout !== null) await once(child.stdout, 'data')
    await new Bell().wait(undefined, this.#random.int(atBirth ? birthMs : lifeMs))
    this.deaths.set(worker, steadyClock.now())
    child.kill('SIGKILL')
  }

  #start(task: Pick<WorkerTask, 'node' | 'worker' | 'isAlone'>): ChildProcess {
    const whole = { place: this.#place, folder: this.#folder, times: runTimes, places: runPlaces, ...task }
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env
    const child = spawn(process.execPath, [program, JSON.stringify(whole)], {
      env: environment,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#living.add(child)
    return child
  }
}
