import assert from 'node:assert/strict'
import type { DatabaseKind } from '../../../src/adapters/sql/place.ts'
import { backoffMs } from '../../../src/core/jobs/backoff.ts'
import { nodeOf } from './job-run.ts'
import { type RunArgument, scarceLimit } from './run-kinds.ts'
import type { JobRecord, Span } from './run-records.ts'

/** The clock counts milliseconds. */
const exactMs = 2
/**
 * So long, before and after a job was taken, another must have been free to be taken to have had the right to go before
 * it. SQLite takes one at a time. On PostgreSQL takers pass over what another is about to take, which may then lose a
 * gate. One that is killed in the middle frees its job, which the next locks and may be killed in turn: so one in a
 * hundred may be passed over for longer.
 */
const rules: Readonly<Record<DatabaseKind, { readonly certainMs: number; readonly share: number }>> = {
  sqlite: { certainMs: exactMs, share: 0 },
  postgres: { certainMs: 3000, share: 0.01 },
}
/** A job is chosen so long at most before the time that its record says. */
const choosingMs = 3000

/**
 * Each job that was taken went before all others that could have been taken in its place: of a higher priority or the
 * same and older, waiting and due, free for the same node, with its children ended, and its gates open. Gives how many
 * had others to go before, and how many of them passed over one that was being taken.
 */
export function checkOrder(jobs: readonly JobRecord[], kind: DatabaseKind): { choices: number; passedOver: number } {
  const { certainMs, share } = rules[kind]
  const { choices, overtaken } = compare(jobs, exactMs)
  const long = compare(jobs, certainMs).overtaken
  assert.ok(long.length <= choices * share, long.join('\n'))
  return { choices, passedOver: overtaken.length }
}

function compare(jobs: readonly JobRecord[], certain: number): { choices: number; overtaken: string[] } {
  const blocked = blockedTimes(jobs)
  const children = Map.groupBy(jobs, ({ row }) => row.parent)
  const rivals = jobs.flatMap(job => waitsOf(job, children.get(job.row.number) ?? []).map(wait => ({ job, wait })))
  const overtaken: string[] = []
  let choices = 0
  for (const job of jobs)
    for (const attempt of job.attempts) {
      const span = { from: attempt.from - certain, to: attempt.from + certain }
      const node = nodeOf(attempt.worker)
      const others = rivals.filter(
        ({ job: { row }, wait }) =>
          wait.from < span.from && wait.to > span.to && job.row !== row && (row.node === null || row.node === node),
      )
      if (others.length > 0) choices++
      const isOpen = (gate: string) => !blocked.get(gate)?.some(({ from, to }) => from < span.to && to > span.from)
      const first = others.find(rival => goesBefore(rival.job, job) && gatesOf(rival.job).every(isOpen))
      if (first !== undefined)
        overtaken.push(`${nameOf(job)} at ${span.from} ${nameOf(first.job)} ${JSON.stringify(first.wait)}`)
    }
  return { choices, overtaken }
}

function nameOf({ row: { number, kind, priority, node } }: JobRecord): string {
  return `${number} (${kind}, priority ${priority}, node ${node})`
}

function goesBefore({ row }: JobRecord, { row: other }: JobRecord): boolean {
  return row.priority > other.priority || (row.priority === other.priority && row.number < other.number)
}

/** The times in which a job surely could be taken, as far as it is about the job alone. */
function waitsOf({ row, waits, attempts }: JobRecord, children: readonly JobRecord[]): Span[] {
  const { notBefore = 0 } = JSON.parse(row.argument_json) as Partial<RunArgument>
  return waits.map(({ from, to }, i) => {
    const before = attempts[i - 1]
    // The first wait was for its time, a later one for children, or for the pause after a failure to be over.
    if (before === undefined) return { from: notBefore > 0 ? Math.max(from, notBefore + choosingMs) : from, to }
    const pause = row.kind === 'flaky' && before.reason !== 'job-lost' ? backoffMs(i, 1) + choosingMs : 0
    return { from: Math.max(from + pause, ...children.map(({ ended }) => ended)), to }
  })
}

/** The gates of the kind and the key of a job; that of its node was open, since another job passed it. */
function gatesOf({ row }: JobRecord): string[] {
  return [`kind ${row.kind}`, ...(row.gate_key === null ? [] : [`key ${row.gate_key}`])]
}

/** By gate, the times in which it let nobody through. */
function blockedTimes(jobs: readonly JobRecord[]): Map<string, Span[]> {
  const blocked = new Map<string, Span[]>()
  const keyed = Map.groupBy(jobs, ({ row }) => row.gate_key)
  for (const [key, those] of keyed)
    if (key !== null)
      blocked.set(
        `key ${key}`,
        those.flatMap(job => job.attempts),
      )
  const scarce = jobs.filter(({ row }) => row.kind === 'scarce').flatMap(job => job.attempts)
  blocked.set('kind scarce', fullTimes(scarce, scarceLimit))
  return blocked
}

/** When as many of `spans` as `limit` were at once. */
function fullTimes(spans: readonly Span[], limit: number): Span[] {
  const steps = spans.flatMap(({ from, to }) => [
    { at: from, step: 1 },
    { at: to, step: -1 },
  ])
  const full: Span[] = []
  let [now, since] = [0, 0]
  for (const { at, step } of steps.toSorted((a, b) => a.at - b.at || a.step - b.step)) {
    now += step
    if (step === 1 && now === limit) since = at
    if (step === -1 && now === limit - 1) full.push({ from: since, to: at })
  }
  return full
}
