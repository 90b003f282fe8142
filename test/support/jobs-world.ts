import { after } from 'node:test'
import { Faults } from '../../src/adapters/memory/faults.ts'
import { openDatabase } from '../../src/adapters/sql/database.ts'
import type { DatabasePlace } from '../../src/adapters/sql/place.ts'
import { type QueueTables, queuePart } from '../../src/adapters/sql/queue-tables.ts'
import { SqlQueue } from '../../src/adapters/sql/sql-queue.ts'
import { isEnded, type Job, type JobNote } from '../../src/core/jobs/job.ts'
import type { JobQueue } from '../../src/ports/job-queue.ts'
import { Bell } from '../../src/services/jobs/bell.ts'
import { type JobRequest, Jobs } from '../../src/services/jobs/jobs.ts'
import { Runner, type RunnerScope } from '../../src/services/jobs/runner.ts'
import type { AttemptReport, JobKind, JobKinds } from '../../src/services/jobs/world.ts'
import { silentJournal } from './log-world.ts'

/** Quick enough for a test, and a lease that a loaded machine keeps. */
const times = { leaseMs: 2000, flushMs: 5, pollMs: 20 }

/** A kind that may be tried thrice, five at once. */
export function kindOf(run: JobKind['run'], more: Partial<JobKind> = {}): JobKind {
  return { atOnce: 5, maxAttempts: 3, unit: 'things', run, ...more }
}

/** A process with jobs: the queue at a place, some kinds, a runner. Several may share a place. */
export class JobsWorld {
  readonly queue: JobQueue
  /** Every call of the queue goes through these. */
  readonly faults = new Faults()
  readonly bell = new Bell()
  readonly jobs: Jobs
  readonly reports: AttemptReport[] = []
  readonly #kinds: JobKinds
  readonly #name: string
  readonly #runners: Runner[] = []
  #tokens = 0

  private constructor(queue: JobQueue, kinds: JobKinds, name: string) {
    this.queue = faulty(queue, this.faults)
    this.#kinds = kinds
    this.#name = name
    this.jobs = new Jobs({ queue: this.queue, kinds, node: 'node', bell: this.bell })
  }

  /** Opens the queue at `place`; runners stop and it is closed after the tests of the file. */
  static async open(place: DatabasePlace, kinds: JobKinds, name = 'worker'): Promise<JobsWorld> {
    const queue = new SqlQueue(await openDatabase<QueueTables>(place, queuePart), { now: () => Date.now() })
    const world = new JobsWorld(queue, kinds, name)
    after(async () => {
      for (const runner of world.#runners) await runner.stop()
      await queue.close()
    })
    return world
  }

  /** A runner that has begun. */
  async run(scope: RunnerScope = { places: 5 }, more: Partial<typeof times> = {}): Promise<Runner> {
    const runner = new Runner(
      {
        queue: this.queue,
        kinds: this.#kinds,
        node: 'node',
        bell: this.bell,
        worker: this.#name,
        journal: silentJournal,
        newToken: () => `${this.#name} ${++this.#tokens}`,
        chance: () => 0,
        times: { ...times, ...more },
        attemptEnded: report => void this.reports.push(report),
      },
      scope,
    )
    this.#runners.push(runner)
    runner.start()
    return runner
  }

  /** Submits a job and gives its number. */
  async submit(kind: string, argument: unknown = null, more: Partial<JobRequest> = {}): Promise<number> {
    return (await this.jobs.submit({ kind, argument, isOfNode: false, ...more })).job.number
  }

  /** The job `number` when `is` is true of it. */
  async when(number: number, is: (job: Job) => boolean): Promise<Job> {
    for (;;) {
      const job = await this.jobs.get(number)
      if (is(job)) return job
      await this.bell.wait(number, 10)
    }
  }

  /** The job `number` when it has ended. */
  ended(number: number): Promise<Job> {
    return this.when(number, isEnded)
  }

  /** What the record of a job says: states, wishes and the subjects of items. */
  async record(number: number): Promise<string[]> {
    return (await this.jobs.lines(number, 0, 10_000)).map(({ note }) => wordOf(note))
  }
}

function wordOf(note: JobNote): string {
  if (note.type === 'state') return note.state
  if (note.type === 'wish') return note.wish
  return note.type === 'item' ? `- ${note.item.subject}` : `${note.items} dropped`
}

function faulty(queue: JobQueue, faults: Faults): JobQueue {
  return new Proxy(queue, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => unknown
      if (name === 'now' || name === 'close') return method.bind(target)
      return (...args: unknown[]) => faults.run(String(name), 'queue', () => method.apply(target, args))
    },
  })
}
