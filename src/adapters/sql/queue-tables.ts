import { type Generated, type Insertable, type Selectable, sql } from 'kysely'
import type { Job, JobLine, JobState } from '../../core/jobs/job.ts'
import type { NewJob } from '../../ports/job-queue.ts'
import type { SchemaPart } from './schema-part.ts'

/** The tables of the job queue. Texts named `…_json` are JSON; times are milliseconds since 1970 UTC. */
export interface QueueTables {
  job: JobTable
  /** The gates that jobs have passed which run now: never two with one number at one gate. */
  job_slot: { gate: string; number: number; job: number }
  job_line: { job: number; number: number; at: number; note_json: string }
}

/** A row of `job`. */
export type JobRow = Selectable<JobTable>

/** The columns of `Job`, and who holds it. */
export interface JobTable {
  number: Generated<number>
  kind: string
  argument_json: string
  priority: number
  gate_key: string | null
  idempotency_key: string | null
  node: string | null
  parent: number | null
  state: JobState
  is_paused: number
  wish: 'cancel' | 'pause' | null
  attempts: number
  max_attempts: number
  not_before: number
  submitted: number
  started: number | null
  ended: number | null
  worker: string | null
  /** What the holder of a running job knows it by. */
  token: string | null
  lease_ends: number | null
  progress_json: string | null
  result_json: string | null
  error_json: string | null
  /** Lines of the record so far, and how many of them the attempt told. */
  lines: number
  told: number
}

/** The tables of the queue, from the first version on. */
export const queuePart: SchemaPart = {
  name: 'jobs',
  // How many jobs wait changes quicker than the planner counts: it is to read them in their order, not to sort them.
  postgresOptions: '-c enable_sort=off',
  migrations: [
    {
      readableFrom: 1,
      make: async ({ database: { schema }, kind, types: { id, number, text, end } }) => {
        // A number is never given twice, not even after the newest job was forgotten.
        const own = kind === 'sqlite' ? sql`integer primary key autoincrement` : id
        await schema
          .createTable('job')
          .addColumn('number', own)
          .addColumn('kind', text, column => column.notNull())
          .addColumn('priority', number, column => column.notNull())
          .addColumn('gate_key', text)
          .addColumn('idempotency_key', text, column => column.unique())
          .addColumn('node', text)
          .addColumn('parent', number)
          .addColumn('state', text, column => column.notNull())
          .addColumn('is_paused', number, column => column.notNull())
          .addColumn('wish', text)
          .addColumn('attempts', number, column => column.notNull())
          .addColumn('max_attempts', number, column => column.notNull())
          .addColumn('not_before', number, column => column.notNull())
          .addColumn('submitted', number, column => column.notNull())
          .addColumn('started', number)
          .addColumn('ended', number)
          .addColumn('worker', text)
          .addColumn('token', text)
          .addColumn('lease_ends', number)
          .addColumn('lines', number, column => column.notNull())
          .addColumn('told', number, column => column.notNull())
          // What may be long comes last: SQLite reads through it to what stands behind.
          .addColumn('progress_json', text)
          .addColumn('error_json', text)
          .addColumn('result_json', text)
          .addColumn('argument_json', text, column => column.notNull())
          .modifyEnd(end)
          .execute()
        await schema.createIndex('job_order').on('job').columns(['state', 'priority desc', 'number']).execute()
        await schema.createIndex('job_parent').on('job').columns(['parent']).execute()
        await schema
          .createTable('job_slot')
          .addColumn('gate', text, column => column.notNull())
          .addColumn('number', number, column => column.notNull())
          .addColumn('job', number, column => column.notNull())
          .addPrimaryKeyConstraint('job_slot_key', ['gate', 'number'])
          .modifyEnd(end)
          .execute()
        await schema.createIndex('job_slot_job').on('job_slot').columns(['job']).execute()
        await schema
          .createTable('job_line')
          .addColumn('job', number, column => column.notNull())
          .addColumn('number', number, column => column.notNull())
          .addColumn('at', number, column => column.notNull())
          .addColumn('note_json', text, column => column.notNull())
          .addPrimaryKeyConstraint('job_line_key', ['job', 'number'])
          .modifyEnd(end)
          .execute()
      },
    },
  ],
}

/** The row of a job that is submitted at the time `now`. */
export function newRow(job: NewJob, now: number): Insertable<JobTable> {
  return {
    kind: job.kind,
    argument_json: JSON.stringify(job.argument ?? null),
    priority: job.priority,
    gate_key: job.key ?? null,
    idempotency_key: job.idempotencyKey ?? null,
    node: job.node ?? null,
    parent: job.parent ?? null,
    state: 'queued',
    is_paused: 0,
    wish: null,
    attempts: 0,
    max_attempts: job.maxAttempts,
    not_before: job.notBefore,
    submitted: now,
    started: null,
    ended: null,
    worker: null,
    token: null,
    lease_ends: null,
    progress_json: null,
    result_json: null,
    error_json: null,
    lines: 0,
    told: 0,
  }
}

/** The job of a row. */
export function jobOf(row: JobRow): Job {
  return {
    number: row.number,
    kind: row.kind,
    argument: JSON.parse(row.argument_json),
    priority: row.priority,
    key: row.gate_key ?? undefined,
    idempotencyKey: row.idempotency_key ?? undefined,
    node: row.node ?? undefined,
    parent: row.parent ?? undefined,
    state: row.state,
    isPaused: row.is_paused === 1,
    wish: row.wish ?? undefined,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    notBefore: row.not_before,
    submitted: row.submitted,
    started: row.started ?? undefined,
    ended: row.ended ?? undefined,
    worker: row.worker ?? undefined,
    progress: parsed(row.progress_json) as Job['progress'],
    result: parsed(row.result_json),
    error: parsed(row.error_json) as Job['error'],
  }
}

/** The columns that stand for a change of a job. */
export function columnsOf(change: Partial<Job>): Partial<JobRow> {
  const columns: Partial<JobRow> = {}
  if (change.state !== undefined) columns.state = change.state
  if (change.priority !== undefined) columns.priority = change.priority
  if (change.isPaused !== undefined) columns.is_paused = change.isPaused ? 1 : 0
  if (change.attempts !== undefined) columns.attempts = change.attempts
  if (change.notBefore !== undefined) columns.not_before = change.notBefore
  if (change.worker !== undefined) columns.worker = change.worker
  if ('wish' in change) columns.wish = change.wish ?? null
  if ('started' in change) columns.started = change.started ?? null
  if ('ended' in change) columns.ended = change.ended ?? null
  if ('progress' in change) columns.progress_json = text(change.progress)
  if ('result' in change) columns.result_json = text(change.result)
  if ('error' in change) columns.error_json = text(change.error)
  return columns
}

/** The line of a row. */
export function lineOf({ number, at, note_json }: QueueTables['job_line']): JobLine {
  return { number, at, note: JSON.parse(note_json) }
}

/** JSON as it is stored: PostgreSQL's text takes no NUL, which JSON writes as an escape anyway. */
export function text(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function parsed(json: string | null): unknown {
  return json === null ? undefined : JSON.parse(json)
}
