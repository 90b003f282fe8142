import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testDatabases } from '../../../test/support/databases.ts'
import { JobsWorld, kindOf } from '../../../test/support/jobs-world.ts'
import { GoferryError } from '../../core/errors.ts'
import type { JobEvent } from './jobs.ts'
import { limits } from './world.ts'

for (const { name, place } of testDatabases())
  describe(`jobs on ${name}`, () => {
    it('refuses what no kind takes: then there is no job', async () => {
      const check = () => {
        throw new GoferryError('usage', { subject: 'argument' })
      }
      const world = await JobsWorld.open(place(), {
        work: kindOf(async () => 1),
        strict: kindOf(async () => 1, { check }),
      })
      for (const kind of ['none', 'toString', '__proto__'])
        await assert.rejects(world.submit(kind), { code: 'usage', reason: 'job-kind' })
      await assert.rejects(world.submit('strict'), { code: 'usage', subject: 'argument' })
      for (const priority of [101, -101, 0.5, Number.NaN])
        await assert.rejects(world.submit('work', null, { priority }), { code: 'usage', reason: 'job-priority' })
      await assert.rejects(world.submit('work', 'x'.repeat(limits.argumentBytes)), { code: 'too-large' })
      assert.deepEqual(await world.jobs.list({ limit: 9 }), [])
      await assert.rejects(world.jobs.get(1), { code: 'absent', reason: 'job-absent' })
    })

    it('takes one idempotency key for one kind', async () => {
      const world = await JobsWorld.open(place(), { one: kindOf(async () => 1), other: kindOf(async () => 1) })
      const idempotencyKey = 'nightly'
      const first = await world.submit('one', 1, { idempotencyKey })
      assert.equal(await world.submit('one', 1, { idempotencyKey }), first)
      assert.notEqual(await world.submit('other', 1, { idempotencyKey }), first)
    })

    it('follows a job from any line on: each line once, at last the job as it ended', async () => {
      const { promise: half, resolve: goOn } = Promise.withResolvers<void>()
      const world = await JobsWorld.open(place(), {
        work: kindOf(async (_, { tell }) => {
          for (let i = 0; i < 700; i++) {
            await tell({ subject: `${i}`, outcome: 'done' })
            if (i === 300) await half
          }
        }),
      })
      await world.run()
      const number = await world.submit('work')
      const follow = async (after: number, until: (event: JobEvent) => boolean = () => false) => {
        const events: JobEvent[] = []
        for await (const event of world.jobs.follow(number, after, AbortSignal.timeout(60_000))) {
          events.push(event)
          if (until(event)) break
        }
        return events
      }
      const linesOf = (events: JobEvent[]) => events.flatMap(event => ('line' in event ? [event.line.number] : []))
      const first = linesOf(await follow(0, event => 'line' in event && event.line.number === 100))
      goOn()
      const rest = await follow(first.at(-1) ?? 0)
      assert.deepEqual(
        [...first, ...linesOf(rest)],
        Array.from({ length: 703 }, (_, i) => i + 1),
      )
      const last = rest.at(-1)
      assert.equal(last !== undefined && 'job' in last && last.job.state, 'succeeded')
      assert.deepEqual(linesOf(await follow(703)), [])
      await assert.rejects(world.jobs.follow(99, 0, AbortSignal.timeout(1000)).next(), { code: 'absent' })
    })
  })
