import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testDatabases } from '../../../test/support/databases.ts'
import { JobsWorld, kindOf } from '../../../test/support/jobs-world.ts'
import type { Fault } from '../../adapters/memory/faults.ts'
import { GoferryError } from '../../core/errors.ts'
import type { JobTask } from './world.ts'

const [sqlite] = testDatabases()
assert.ok(sqlite)
const { place } = sqlite

/** A job that tells ten things, one after the other is written. */
async function tellTen(_: unknown, task: JobTask): Promise<string> {
  for (let i = 0; i < 10; i++) {
    await task.tell({ subject: `${i}`, outcome: 'done' })
    task.progress({ done: i + 1, total: 10, bytes: 0, totalBytes: undefined, at: `${i}` })
    await new Promise(resolve => setImmediate(resolve))
  }
  return 'ten'
}

const told = Array.from({ length: 10 }, (_, i) => `- ${i}`)

describe('a job whose queue fails', () => {
  for (const fault of ['fail', 'fail-after'] as const satisfies Fault[]) {
    for (const operation of ['take', 'report', 'end', 'reclaim'])
      it(`once at ${operation} (${fault}) ends once, with all that it told`, async () => {
        const world = await JobsWorld.open(place(), { work: kindOf(tellTen) })
        const number = await world.submit('work')
        world.faults.next(operation, fault)
        // What was taken without an answer comes back when the lease is over.
        await world.run({ places: 2 }, { leaseMs: 1000 })
        const job = await world.ended(number)
        assert.deepEqual([job.state, job.result], ['succeeded', 'ten'])
        const record = (await world.record(number)).filter(word => word !== 'running' && word !== 'queued')
        assert.deepEqual(record, [...told, 'succeeded'])
        assert.ok(world.faults.calls.some(call => call.operation === operation))
      })

    it(`at submit (${fault}) is there once when it is submitted again with its idempotency key`, async () => {
      const world = await JobsWorld.open(place(), { work: kindOf(tellTen) })
      world.faults.next('submit', fault)
      const again = { idempotencyKey: 'k' }
      await assert.rejects(world.submit('work', null, again), { code: 'io-failed' })
      const number = await world.submit('work', null, again)
      assert.deepEqual(
        (await world.jobs.list({ limit: 9 })).map(job => job.number),
        [number],
      )
    })
  }

  for (const operation of ['take', 'end'] as const)
    it(`at ${operation} for want of room is told to those who follow it, and ends when there is some`, async () => {
      const world = await JobsWorld.open(place(), { work: kindOf(async () => 'done') })
      const { queue } = world
      const whole = queue[operation].bind(queue) as (...given: unknown[]) => Promise<unknown>
      let isFull = true
      Object.assign(queue, {
        [operation]: async (...given: unknown[]) => {
          if (isFull) throw new GoferryError('no-space', { subject: 'jobs.sqlite' })
          return whole(...given)
        },
      })
      const number = await world.submit('work')
      await world.run()
      const follow = async () => {
        for await (const event of world.jobs.follow(number, 0, new AbortController().signal)) assert.ok(event)
      }
      await assert.rejects(follow(), { code: 'no-space' })
      isFull = false
      assert.equal((await world.ended(number)).state, 'succeeded')
      const events = world.jobs.follow(number, 0, new AbortController().signal)
      for await (const event of events) assert.ok('line' in event || event.job.result === 'done')
    })

  it('for longer than its lease is cut off, and another has it: of both only that one ends it', async () => {
    const where = place()
    let cut = false
    const world = await JobsWorld.open(where, {
      work: kindOf(
        (_, { signal }) =>
          new Promise(resolve => {
            signal.addEventListener('abort', () => {
              cut = true
              resolve('first')
            })
          }),
      ),
    })
    const number = await world.submit('work')
    await world.run({ places: 1 }, { leaseMs: 100 })
    await world.when(number, ({ state }) => state === 'running')
    world.faults.when(({ operation }) => (['report', 'end', 'take'].includes(operation) ? 'fail' : undefined))
    const second = await JobsWorld.open(where, { work: kindOf(async () => 'second') }, 'second')
    await second.run({ places: 1 }, { leaseMs: 100 })
    const job = await second.ended(number)
    assert.deepEqual([job.result, job.worker, job.attempts], ['second', 'second', 2])
    while (world.reports.length === 0) await world.bell.wait(number, 5)
    assert.deepEqual([cut, world.reports.map(({ state }) => state)], [true, ['lost']])
    assert.equal((await second.record(number)).filter(word => word === 'succeeded').length, 1)
  })
})
