import type { Database } from '../../../src/adapters/sql/database.ts'
import { type JobRow, lineOf, type QueueTables } from '../../../src/adapters/sql/queue-tables.ts'
import { ENDED_STATES, type JobNote, type JobState } from '../../../src/core/jobs/job.ts'

/** A time from `from` on, before `to`, in milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A time during which a worker had a job. */
export interface Attempt extends Span {
  readonly worker: string
  /** What the job became then, and by which reason. */
  readonly became: JobState | undefined
  readonly reason: string | undefined
}

/** A job as its record tells its life. */
export interface JobRecord {
  readonly row: JobRow
  /** The states that it came into, in order. */
  readonly states: readonly JobState[]
  /** Queued notes by which it was given back: the attempt was none. */
  readonly givenBack: number
  readonly waits: readonly Span[]
  readonly attempts: readonly Attempt[]
  /** When it ended. */
  readonly ended: number
}

type StateNote = Extract<JobNote, { type: 'state' }> & { readonly at: number }

/** The records of all jobs in `database`, by number. */
export async function readRecords({ query }: Database<QueueTables>): Promise<Map<number, JobRecord>> {
  const rows = await query.selectFrom('job').selectAll().orderBy('number').execute()
  const lines = await query.selectFrom('job_line').selectAll().orderBy('job').orderBy('number').execute()
  const notes = Map.groupBy(lines, ({ job }) => job)
  return new Map(rows.map(row => [row.number, recordOf(row, (notes.get(row.number) ?? []).flatMap(stateNote))]))
}

function stateNote(row: QueueTables['job_line']): StateNote[] {
  const { note, at } = lineOf(row)
  return note.type === 'state' ? [{ ...note, at }] : []
}

function recordOf(row: JobRow, notes: readonly StateNote[]): JobRecord {
  const until = (i: number) => notes[i + 1]?.at ?? Number.POSITIVE_INFINITY
  const queued = notes.flatMap((note, i) => (note.state === 'queued' ? [{ from: note.at, to: until(i) }] : []))
  const attempts = notes.flatMap(({ state, worker = '', at }, i) => {
    const next = notes[i + 1]
    const reason = next?.error?.reason
    return state === 'running' ? [{ worker, from: at, to: until(i), became: next?.state, reason }] : []
  })
  const isEnd = ({ state }: StateNote) => (ENDED_STATES as readonly JobState[]).includes(state)
  return {
    row,
    states: notes.map(({ state }) => state),
    givenBack: notes.filter(({ state, error }, i) => i > 0 && state === 'queued' && error === undefined).length,
    waits: queued,
    attempts,
    ended: notes.find(isEnd)?.at ?? Number.POSITIVE_INFINITY,
  }
}
