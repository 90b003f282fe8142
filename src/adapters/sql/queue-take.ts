import { type ExpressionBuilder, sql, type Transaction } from 'kysely'
import type { Taker } from '../../ports/job-queue.ts'
import type { DatabaseKind } from './place.ts'
import type { JobRow, QueueTables } from './queue-tables.ts'

/** A gate that a job passes while it runs, and the number that it has there. */
export interface Slot {
  readonly gate: string
  readonly number: number
}

/**
 * The job that is next for `taker`, its row locked, and the slots that it is to have: see the port for the rule. What
 * another transaction has locked is passed over.
 */
export async function nextJob(
  database: Transaction<QueueTables>,
  kind: DatabaseKind,
  taker: Taker,
  now: number,
): Promise<{ readonly row: JobRow; readonly slots: readonly Slot[] } | undefined> {
  const open = await openGates(database, taker)
  const ofNode = open.free(nodeGate(taker.node), taker.places)
  const kinds = Object.keys(taker.limits).filter(name => open.free(kindGate(name), limitOf(taker, name)) !== undefined)
  if (ofNode === undefined || kinds.length === 0) return undefined
  const row = await candidate(database, kind, { ...taker, kinds }, now)
  if (row === undefined) return undefined
  if (kind === 'postgres' && (await isParentAgain(database, row))) return nextJob(database, kind, taker, now)
  const ofKind = open.free(kindGate(row.kind), limitOf(taker, row.kind))
  const slots = [
    { gate: nodeGate(taker.node), number: ofNode },
    { gate: kindGate(row.kind), number: ofKind ?? 0 },
    ...(row.gate_key === null ? [] : [{ gate: keyGate(row.gate_key), number: 0 }]),
  ]
  return { row, slots }
}

/** The gate of what runs on a node. */
export const nodeGate = (node: string): string => `node ${node}`
const kindGate = (kind: string) => `kind ${kind}`
const keyGate = (key: string) => `key ${key}`
const limitOf = ({ limits }: Taker, kind: string) => limits[kind] ?? 0

/** Which slots are taken at the gates of nodes and kinds. */
async function openGates(database: Transaction<QueueTables>, { node, limits }: Taker) {
  const gates = [nodeGate(node), ...Object.keys(limits).map(kindGate)]
  const taken = await database.selectFrom('job_slot').select(['gate', 'number']).where('gate', 'in', gates).execute()
  const byGate = Map.groupBy(taken, ({ gate }) => gate)
  return {
    /** A free number of the first `limit` at `gate`: any of them, so that takers at the same time seldom meet. */
    free(gate: string, limit: number): number | undefined {
      const used = new Set(byGate.get(gate)?.map(({ number }) => number))
      const first = Math.floor(Math.random() * limit)
      for (let i = 0; i < limit; i++) if (!used.has((first + i) % limit)) return (first + i) % limit
      return undefined
    },
  }
}

function candidate(
  database: Transaction<QueueTables>,
  kind: DatabaseKind,
  { kinds, node, only }: Taker & { readonly kinds: readonly string[] },
  now: number,
): Promise<JobRow | undefined> {
  let query = database
    .selectFrom('job')
    .selectAll()
    .where('state', '=', 'queued')
    .where('is_paused', '=', 0)
    .where('not_before', '<=', now)
    .where('kind', 'in', kinds)
    .where(on => on.or([on('node', 'is', null), on('node', '=', node)]))
    .where(on => on.not(on.exists(isGateTaken(on))))
    .where(on => on.not(on.exists(childrenToCome(on))))
    .orderBy('priority', 'desc')
    .orderBy('number')
    .limit(1)
  if (only !== undefined) query = query.where(on => on.or([on('number', '=', only), on('parent', '=', only)]))
  if (kind === 'postgres') query = query.forUpdate().skipLocked()
  return query.executeTakeFirst()
}

/**
 * Whether `row` was begun and has children to come after all: PostgreSQL looks for children as they were when the
 * statement began, and at the row as it was when it was locked. In between it may have run and submitted some.
 */
async function isParentAgain(database: Transaction<QueueTables>, { number, started }: JobRow): Promise<boolean> {
  if (started === null) return false
  const child = await database
    .selectFrom('job')
    .select('number')
    .where('parent', '=', number)
    .where('state', 'in', ['queued', 'running'])
    .limit(1)
    .executeTakeFirst()
  return child !== undefined
}

/** Whether a job of the same key runs. */
function isGateTaken(on: ExpressionBuilder<QueueTables, 'job'>) {
  return on
    .selectFrom('job_slot')
    .select('job_slot.number')
    .where('job_slot.number', '=', 0)
    .whereRef('job_slot.gate', '=', sql<string>`'key ' || job.gate_key`)
}

function childrenToCome(on: ExpressionBuilder<QueueTables, 'job'>) {
  return on
    .selectFrom('job as child')
    .select('child.number')
    .whereRef('child.parent', '=', 'job.number')
    .where('child.state', 'in', ['queued', 'running'])
}
