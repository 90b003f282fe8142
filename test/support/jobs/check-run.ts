import assert from 'node:assert/strict'
import { ENDED_STATES, type JobState } from '../../../src/core/jobs/job.ts'
import { checkOrder } from './check-order.ts'
import { type JobRun, nodeOf, runPlaces, runTimes } from './job-run.ts'
import { type Effect, familySize, scarceLimit } from './run-kinds.ts'
import { type Attempt, type JobRecord, readRecords, type Span } from './run-records.ts'

/** What a run came to. */
export interface RunReport {
  readonly jobs: number
  readonly attempts: number
  /** Attempts whose worker was killed: the job went to another. */
  readonly lost: number
  /** Times that a job was taken while others could have been, and those that passed over one that was being taken. */
  readonly choices: number
  readonly passedOver: number
}

/** Holds all that a run of `submitted` jobs left, in the queue and outside of it, against what the queue promises. */
export async function checkRun(run: JobRun, submitted: number): Promise<RunReport> {
  const records = await readRecords(run.database)
  const jobs = [...records.values()]
  checkNoneLost(jobs, submitted)
  for (const job of jobs) checkLife(job)
  checkGates(jobs)
  const effects = Map.groupBy(run.effects(), ({ number }) => number)
  for (const job of jobs) checkEffects(job, effects.get(job.row.number) ?? [], run.deaths)
  const attempts = jobs.flatMap(job => job.attempts)
  assert.deepEqual(run.complaints(), [])
  assert.deepEqual(await run.database.query.selectFrom('job_slot').selectAll().execute(), [])
  const lost = attempts.filter(({ reason }) => reason === 'job-lost').length
  return { jobs: jobs.length, attempts: attempts.length, lost, ...checkOrder(jobs, run.database.kind) }
}

/** What was submitted is there, and the children of each family, each once. */
function checkNoneLost(jobs: readonly JobRecord[], submitted: number): void {
  const children = Map.groupBy(jobs, ({ row }) => row.parent)
  assert.equal(children.get(null)?.length, submitted)
  const families = jobs.filter(({ row }) => row.kind === 'family')
  for (const { row } of families) assert.equal(children.get(row.number)?.length, familySize)
  assert.equal(jobs.length, submitted + familySize * families.length)
}

/** It ended once, as its kind does, after as many attempts as it counts; a parent began again after its children. */
function checkLife({ row, states, attempts, givenBack }: JobRecord): void {
  const told = `job ${row.number} (${row.kind}): ${states.join(' ')}`
  const [last, ...before] = states.toReversed()
  assert.equal(last, row.kind === 'doomed' ? 'failed' : 'succeeded', told)
  assert.equal(row.state, last, told)
  const isEnd = (state: JobState) => (ENDED_STATES as readonly JobState[]).includes(state)
  assert.ok(!before.some(isEnd), told)
  for (const [i, state] of before.toReversed().entries()) assert.equal(state, i % 2 ? 'running' : 'queued', told)
  assert.equal(attempts.length - givenBack, row.attempts, told)
  // A parent gives itself back once, unless it lost its worker meanwhile and its children have ended.
  assert.ok(givenBack <= (row.kind === 'family' ? 1 : 0), told)
  if (row.kind === 'family') assert.equal(row.result_json, String(familySize))
}

/** At no time more ran than a gate lets through. */
function checkGates(jobs: readonly JobRecord[]): void {
  const gates = new Map<string, { spans: Span[]; limit: number }>()
  const pass = (gate: string, limit: number, span: Span) => {
    const { spans } = gates.get(gate) ?? gates.set(gate, { spans: [], limit }).get(gate) ?? assert.fail()
    spans.push(span)
  }
  for (const { row, attempts } of jobs)
    for (const attempt of attempts) {
      if (row.kind === 'scarce') pass('kind scarce', scarceLimit, attempt)
      if (row.gate_key !== null) pass(`key ${row.gate_key}`, 1, attempt)
      pass(`node ${nodeOf(attempt.worker)}`, runPlaces, attempt)
    }
  for (const [gate, { spans, limit }] of gates) assert.ok(mostAtOnce(spans) <= limit, gate)
}

function mostAtOnce(spans: readonly Span[]): number {
  const steps = spans.flatMap(({ from, to }) => [
    { at: from, step: 1 },
    { at: to, step: -1 },
  ])
  let [now, most] = [0, 0]
  // What ends in a millisecond goes before what begins in it.
  for (const { step } of steps.toSorted((a, b) => a.at - b.at || a.step - b.step)) {
    now += step
    most = Math.max(most, now)
  }
  return most
}

/**
 * What was done of it outside of the queue: by those who had it, never by two at once, and never after it had ended. An
 * attempt is over when it said so, or its worker was killed, or its lease was over and another was given the job.
 */
function checkEffects({ row, attempts, ended }: JobRecord, effects: readonly Effect[], deaths: Map<string, number>) {
  const begun = effects.filter(({ type }) => type === 'begun').toSorted((a, b) => a.at - b.at)
  let over = 0
  for (const { worker, at } of begun) {
    const told = `job ${row.number} (${row.kind}), worker ${worker}`
    const attempt = attempts.findLast(each => each.worker === worker && each.from <= at)
    assert.ok(attempt, `${told} did not have it`)
    assert.ok(at <= ended, `${told} began ${at - ended} ms after it had ended`)
    assert.ok(at >= over, `${told} began ${over - at} ms before the attempt before it was over`)
    const end = effects.find(each => each.worker === worker && each.type === 'over' && each.at >= at)?.at
    over = Math.min(end ?? deaths.get(worker) ?? Number.POSITIVE_INFINITY, leaseOver(attempt))
  }
  const [last] = attempts.toReversed()
  assert.ok(
    begun.some(({ worker }) => worker === last?.worker),
    `job ${row.number} was not done by who ended it`,
  )
}

/** When a living worker has to count with another that has its job. */
function leaseOver({ from, reason }: Attempt): number {
  return reason === 'job-lost' ? from + runTimes.leaseMs : Number.POSITIVE_INFINITY
}
