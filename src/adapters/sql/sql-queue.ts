import type { Transaction } from 'kysely'
import { GoferryError } from '../../core/errors.ts'
import { ENDED_STATES, isEnded, type Job, type JobLine, type JobNote } from '../../core/jobs/job.ts'
import {
  attemptEnded,
  type Ending,
  type JobWish,
  type Transition,
  takenUp,
  wished,
  workerLost,
} from '../../core/jobs/transitions.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Answer, JobFilter, JobQueue, Lease, NewJob, Taker, Told } from '../../ports/job-queue.ts'
import type { Database } from './database.ts'
import { forgetJobs } from './queue-forget.ts'
import { lostJobs } from './queue-lost.ts'
import { columnsOf, type JobRow, jobOf, lineOf, newRow, type QueueTables, text } from './queue-tables.ts'
import { nextJob } from './queue-take.ts'

type InTransaction = Transaction<QueueTables>

/** Rows that one statement inserts: engines bound the parameters of a statement. */
const batch = 500
/** How often a taking is tried again that lost a gate to another. */
const mostTakings = 10

/** The job queue in SQLite or PostgreSQL. */
export class SqlQueue implements JobQueue {
  readonly #database: Database<QueueTables>
  readonly #clock: Clock

  /** `clock` is the same for all that share the database. */
  constructor(database: Database<QueueTables>, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** See the port. */
  now(): number {
    return this.#clock.now()
  }

  /** See the port. */
  submit(job: NewJob): Promise<{ readonly job: Job; readonly isNew: boolean }> {
    return this.#database.transaction(async transaction => {
      if (job.parent !== undefined) await checkParent(transaction, job.parent)
      const { idempotencyKey } = job
      if (idempotencyKey !== undefined && job.renews)
        await transaction
          .updateTable('job')
          .set({ idempotency_key: null })
          .where('idempotency_key', '=', idempotencyKey)
          .where('state', 'in', ENDED_STATES)
          .execute()
      const inserted = await transaction
        .insertInto('job')
        .values(newRow(job, this.now()))
        .onConflict(conflict => conflict.column('idempotency_key').doNothing())
        .returningAll()
        .executeTakeFirst()
      if (inserted !== undefined) {
        await this.#write(transaction, inserted, [{ type: 'state', state: 'queued' }])
        return { job: jobOf(inserted), isNew: true }
      }
      const kept = await transaction
        .selectFrom('job')
        .selectAll()
        .where('idempotency_key', '=', idempotencyKey ?? '')
        .executeTakeFirstOrThrow()
      return { job: jobOf(kept), isNew: false }
    })
  }

  /** See the port. */
  async take(taker: Taker): Promise<Job | undefined> {
    for (let tries = 0; tries < mostTakings; tries++) {
      try {
        return await this.#database.transaction(transaction => this.#takeIn(transaction, taker), { isDurable: false })
      } catch (error) {
        if (error !== gateLost) throw error
      }
    }
    return undefined
  }

  async #takeIn(transaction: InTransaction, taker: Taker): Promise<Job | undefined> {
    const next = await nextJob(transaction, this.#database.kind, taker, this.now())
    if (next === undefined) return undefined
    const { row, slots } = next
    const got = await transaction
      .insertInto('job_slot')
      .values(slots.map(slot => ({ ...slot, job: row.number })))
      .onConflict(conflict => conflict.doNothing())
      .returning('number')
      .execute()
    if (got.length < slots.length) throw gateLost
    const now = this.now()
    const hold = { token: taker.token, lease_ends: now + taker.leaseMs, told: 0 }
    return this.#become(transaction, row, takenUp(jobOf(row), taker.worker, now), hold)
  }

  /** See the port. */
  report(lease: Lease, leaseMs: number, told: Told): Promise<Answer> {
    const write = async (transaction: InTransaction): Promise<Answer> => {
      const row = await this.#held(transaction, lease)
      if (row === undefined) return 'lost'
      await this.#write(transaction, row, notesNotKept(row, told), {
        lease_ends: this.now() + leaseMs,
        progress_json: text(told.progress),
        told: told.before + told.notes.length,
      })
      return row.wish ?? 'go-on'
    }
    return this.#database.transaction(write, { isDurable: false })
  }

  /** See the port. */
  end(lease: Lease, ending: Ending, told: Told): Promise<boolean> {
    return this.#database.transaction(async transaction => {
      const row = await this.#held(transaction, lease)
      if (row === undefined) return false
      const { change, note } = attemptEnded(row, ending, this.now())
      await this.#release(transaction, row.number)
      await this.#write(transaction, row, [...notesNotKept(row, told), note], {
        ...columnsOf(change),
        ...noHolder,
        progress_json: text(told.progress),
      })
      return true
    })
  }

  /** See the port. */
  async reclaim(pauseMs: number, deadNode?: string): Promise<Job[]> {
    const lost = await lostJobs(this.#database.query, this.now(), deadNode)
    const back: Job[] = []
    for (const { number, token } of lost) {
      const job = await this.#database.transaction(async transaction => {
        // Held by the same one still, and it has not reported meanwhile.
        const [still] = await lostJobs(transaction, this.now(), deadNode, number)
        const row = still?.token === token ? await this.#locked(transaction, number) : undefined
        if (row === undefined || row.state !== 'running' || row.token !== token) return undefined
        await this.#release(transaction, number)
        const now = this.now()
        return this.#become(transaction, row, workerLost(jobOf(row), now + pauseMs, now), noHolder)
      })
      if (job !== undefined) back.push(job)
    }
    return back
  }

  /** See the port. */
  ask(number: number, wish: JobWish): Promise<Job> {
    return this.#database.transaction(async transaction => {
      const row = await this.#locked(transaction, number)
      if (row === undefined) throw new GoferryError('absent', { subject: String(number), reason: 'job-absent' })
      const transition = wished(jobOf(row), wish, this.now())
      return transition === undefined ? jobOf(row) : this.#become(transaction, row, transition)
    })
  }

  /** See the port. */
  async get(number: number): Promise<Job | undefined> {
    const row = await this.#database.query.selectFrom('job').selectAll().where('number', '=', number).executeTakeFirst()
    return row && jobOf(row)
  }

  /** See the port. */
  async list({ states, kind, parent, before, limit }: JobFilter): Promise<Job[]> {
    if (states?.length === 0) return []
    let query = this.#database.query.selectFrom('job').selectAll().orderBy('number', 'desc').limit(limit)
    if (states !== undefined) query = query.where('state', 'in', states)
    if (kind !== undefined) query = query.where('kind', '=', kind)
    if (parent !== undefined) query = query.where('parent', '=', parent)
    if (before !== undefined) query = query.where('number', '<', before)
    return (await query.execute()).map(jobOf)
  }

  /** See the port. */
  async lines(number: number, after: number, limit: number): Promise<JobLine[]> {
    const rows = await this.#database.query
      .selectFrom('job_line')
      .selectAll()
      .where('job', '=', number)
      .where('number', '>', after)
      .orderBy('number')
      .limit(limit)
      .execute()
    return rows.map(lineOf)
  }

  /** See the port. */
  async counts(
    states: readonly Job['state'][],
  ): Promise<readonly { readonly kind: string; readonly state: Job['state']; readonly jobs: number }[]> {
    const rows = await this.#database.query
      .selectFrom('job')
      .select(({ fn }) => ['kind', 'state', fn.countAll<number>().as('jobs')])
      .where('state', 'in', states)
      .groupBy(['kind', 'state'])
      .orderBy('kind')
      .orderBy('state')
      .execute()
    return rows.map(({ kind, state, jobs }) => ({ kind, state, jobs }))
  }

  /** See the port. */
  async ahead({ number, priority, node }: Job): Promise<number> {
    const found = await this.#database.query
      .selectFrom('job')
      .select(({ fn }) => fn.countAll<number>().as('jobs'))
      .where('state', '=', 'queued')
      .where('is_paused', '=', 0)
      .where('not_before', '<=', this.now())
      .where(on => on.or([on('node', 'is', null), on('node', '=', node ?? null)]))
      .where(on =>
        on.or([on('priority', '>', priority), on.and([on('priority', '=', priority), on('number', '<', number)])]),
      )
      .executeTakeFirstOrThrow()
    return found.jobs
  }

  /** See the port. */
  prune(rules: Parameters<JobQueue['prune']>[0]): Promise<number> {
    return forgetJobs(work => this.#database.transaction(work), rules)
  }

  /** See the port. */
  close(): Promise<void> {
    return this.#database.close()
  }

  /** What a job that is held says of itself in few bytes: its argument may be long. */
  #held(transaction: InTransaction, { number, token }: Lease): Promise<HeldRow | undefined> {
    const query = transaction
      .selectFrom('job')
      .select(heldColumns)
      .where('number', '=', number)
      .where('token', '=', token)
      .where('state', '=', 'running')
    return (this.#database.kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  }

  #locked(transaction: InTransaction, number: number): Promise<JobRow | undefined> {
    const query = transaction.selectFrom('job').selectAll().where('number', '=', number)
    return (this.#database.kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  }

  async #become(
    transaction: InTransaction,
    row: JobRow,
    { change, note }: Transition,
    more: Partial<JobRow> = {},
  ): Promise<Job> {
    return jobOf(await this.#write(transaction, row, [note], { ...columnsOf(change), ...more }))
  }

  async #release(transaction: InTransaction, job: number): Promise<void> {
    await transaction.deleteFrom('job_slot').where('job', '=', job).execute()
  }

  /** Changes the job of `row`, and adds `notes` to its record. Gives the row as it is then. */
  async #write<Row extends HeldRow>(
    transaction: InTransaction,
    row: Row,
    notes: readonly JobNote[],
    change: Partial<JobRow> = {},
  ): Promise<Row> {
    const at = this.now()
    const lines = notes.map((note, i) => ({
      job: row.number,
      number: row.lines + i + 1,
      at,
      note_json: text(note) ?? '',
    }))
    for (let i = 0; i < lines.length; i += batch)
      await transaction
        .insertInto('job_line')
        .values(lines.slice(i, i + batch))
        .execute()
    const changed = { ...change, lines: row.lines + lines.length }
    await transaction.updateTable('job').set(changed).where('number', '=', row.number).execute()
    return { ...row, ...changed }
  }
}

const heldColumns = ['number', 'wish', 'attempts', 'lines', 'told'] as const
type HeldRow = Pick<JobRow, (typeof heldColumns)[number]>

/** Another taker was quicker at one of the gates: nothing was taken. */
const gateLost = Symbol('gate lost')
/** What a job has that nobody runs. */
const noHolder = { token: null, lease_ends: null } as const

/** A parent must be there and not have ended. */
async function checkParent(transaction: InTransaction, number: number): Promise<void> {
  const row = await transaction.selectFrom('job').selectAll().where('number', '=', number).executeTakeFirst()
  const subject = String(number)
  if (row === undefined) throw new GoferryError('absent', { subject, reason: 'job-absent' })
  const { state } = row
  if (isEnded(row)) throw new GoferryError('usage', { subject, reason: 'job-is-ended', params: { state } })
}

/** An attempt whose answer was lost tells the same again. */
function notesNotKept(row: HeldRow, { before, notes }: Told): readonly JobNote[] {
  return notes.slice(Math.max(0, row.told - before))
}
