import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testDatabases } from '../../../test/support/databases.ts'
import { JobsWorld, kindOf } from '../../../test/support/jobs-world.ts'
import { GoferryError } from '../../core/errors.ts'
import { afterChildren, type JobKinds, type JobTask } from './world.ts'

/** Resolves when the signal of `task` is aborted, and throws as operations do. */
async function untilCut({ signal }: JobTask): Promise<never> {
  await new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve())
    if (signal.aborted) resolve()
  })
  throw new GoferryError('interrupted', { subject: 'test' })
}

for (const { name, place } of testDatabases())
  describe(`a runner on ${name}`, () => {
    const opened = (kinds: JobKinds) => JobsWorld.open(place(), kinds)

    it('runs what is submitted, and keeps what it told and gave', async () => {
      const world = await opened({
        work: kindOf(async (argument, task) => {
          task.progress({ done: 1, total: 2, bytes: 5, totalBytes: undefined, at: 'a' })
          await task.tell({ subject: 'a', outcome: 'done', more: [1] })
          await task.tell({ subject: 'b', outcome: 'done' })
          return { argument }
        }),
      })
      await world.run()
      const number = await world.submit('work', { x: 'ß' })
      const job = await world.ended(number)
      assert.deepEqual([job.state, job.result, job.attempts], ['succeeded', { argument: { x: 'ß' } }, 1])
      assert.deepEqual([job.progress?.done, job.progress?.total, job.progress?.unit], [1, 2, 'things'])
      assert.deepEqual(await world.record(number), ['queued', 'running', '- a', '- b', 'succeeded'])
    })

    it('says why something failed, and does not try it again unless it may pass', async () => {
      const world = await opened({
        fails: kindOf(async () => {
          throw new GoferryError('no-space', { subject: 'disk', reason: 'job-time', params: { seconds: 1 } })
        }),
        breaks: kindOf(async () => JSON.parse('{')),
      })
      await world.run()
      const failed = await world.ended(await world.submit('fails'))
      assert.deepEqual([failed.state, failed.attempts, failed.error?.code], ['failed', 1, 'no-space'])
      assert.deepEqual([failed.error?.subject, failed.error?.reason], ['disk', 'job-time'])
      assert.equal((await world.ended(await world.submit('breaks'))).error?.code, 'internal')
    })

    it('has failed where what it gave says that not all was done, and keeps what it gave', async () => {
      const judge = (result: unknown) =>
        (result as { failed: number }).failed > 0 ? new GoferryError('incomplete', { subject: 'test' }) : undefined
      const world = await opened({ work: kindOf(async argument => ({ failed: argument }), { judge }) })
      await world.run()
      const failed = await world.ended(await world.submit('work', 3))
      assert.deepEqual([failed.state, failed.error?.code, failed.result], ['failed', 'incomplete', { failed: 3 }])
      assert.equal((await world.ended(await world.submit('work', 0))).state, 'succeeded')
    })

    it('tries again what may pass, later each time, until its attempts are used up', async () => {
      let calls = 0
      const isTransient = (error: GoferryError) => error.code === 'busy'
      const fails = async () => {
        calls++
        throw new GoferryError(calls === 5 ? 'usage' : 'busy', { subject: 'test' })
      }
      const world = await opened({ work: kindOf(fails, { isTransient, maxAttempts: 2 }) })
      await world.run()
      const number = await world.submit('work')
      const waiting = await world.when(number, ({ state, attempts }) => state === 'queued' && attempts === 1)
      assert.ok(waiting.notBefore >= waiting.submitted + 500)
      const job = await world.ended(number)
      assert.deepEqual([job.state, job.attempts, calls], ['failed', 2, 2])
      assert.ok((job.started ?? 0) >= waiting.notBefore)
    })

    it('cancels, pauses and resumes what runs, at its next whole step', async () => {
      let begun = 0
      const work = kindOf(async (_, task) => {
        begun++
        return begun < 3 ? untilCut(task) : 'done'
      })
      const world = await opened({ work })
      await world.run()
      const cancelled = await world.submit('work')
      await world.when(cancelled, ({ state }) => state === 'running')
      await world.jobs.ask(cancelled, { wish: 'cancel' })
      assert.equal((await world.ended(cancelled)).state, 'cancelled')
      const paused = await world.submit('work')
      await world.when(paused, ({ state }) => state === 'running')
      await world.jobs.ask(paused, { wish: 'pause' })
      const rests = await world.when(paused, ({ state }) => state === 'queued')
      assert.deepEqual([rests.isPaused, rests.attempts], [true, 0])
      await world.jobs.ask(paused, { wish: 'resume' })
      assert.equal((await world.ended(paused)).result, 'done')
    })

    it('runs a job that has parts until they are there, and again when they have ended', async () => {
      const world = await opened({
        whole: kindOf(async (_, task) => {
          const parts = await task.children()
          if (parts.length > 0) return parts.map(({ state, result }) => [state, result])
          for (const part of [1, 2, 1]) await task.submit({ kind: 'part', argument: part, name: String(part) })
          return afterChildren
        }),
        part: kindOf(async argument => Number(argument) * 10),
      })
      await world.run({ places: 1 })
      const job = await world.ended(await world.submit('whole', null, { priority: 3 }))
      assert.deepEqual(job.result, [
        ['succeeded', 10],
        ['succeeded', 20],
      ])
      assert.deepEqual([job.attempts, (await world.jobs.list({ parent: job.number, limit: 9 }))[0]?.priority], [1, 3])
    })

    it('cancels the parts with the whole', async () => {
      const world = await opened({
        whole: kindOf(async (_, task) => {
          for (const part of [1, 2]) await task.submit({ kind: 'part', argument: part, name: String(part) })
          return afterChildren
        }),
        part: kindOf((_, task) => untilCut(task)),
      })
      await world.run({ places: 1 })
      const number = await world.submit('whole')
      await world.when(number, ({ state, started }) => state === 'queued' && started !== undefined)
      const parts = (await world.jobs.list({ parent: number, limit: 9 })).map(part => part.number)
      await world.when(Math.min(...parts), ({ state }) => state === 'running')
      await world.jobs.ask(number, { wish: 'cancel' })
      for (const each of [number, ...parts]) assert.equal((await world.ended(each)).state, 'cancelled')
      assert.equal(parts.length, 2)
    })

    it('ends what takes too long, and what gives no sign of life, with the reason', async () => {
      const world = await opened({
        long: kindOf(
          async (_, task) => {
            const saying = setInterval(
              () => task.progress({ done: 1, total: 2, bytes: 0, totalBytes: undefined, at: '' }),
              1,
            )
            return untilCut(task).finally(() => clearInterval(saying))
          },
          { timeMs: 60, silentMs: 10_000 },
        ),
        silent: kindOf((_, task) => untilCut(task), { timeMs: 10_000, silentMs: 50 }),
      })
      await world.run()
      assert.equal((await world.ended(await world.submit('long'))).error?.reason, 'job-time')
      assert.equal((await world.ended(await world.submit('silent'))).error?.reason, 'job-silent')
    })

    it('gives back what runs when it stops, and another goes on with it', async () => {
      const where = place()
      const first = await JobsWorld.open(where, { work: kindOf((_, task) => untilCut(task)) }, 'first')
      const runner = await first.run()
      const number = await first.submit('work')
      await first.when(number, ({ state }) => state === 'running')
      await runner.stop()
      const { state, attempts } = await first.jobs.get(number)
      assert.deepEqual([state, attempts], ['queued', 0])
      const second = await JobsWorld.open(where, { work: kindOf(async () => 'done') }, 'second')
      await second.run()
      assert.deepEqual(
        [(await second.ended(number)).worker, (await second.jobs.get(number)).result],
        ['second', 'done'],
      )
    })

    it('shares a queue: a second process takes work from the first', async () => {
      const where = place()
      const taken: string[] = []
      // The first two must meet: each holds its place until both run.
      const { promise: met, resolve: meet } = Promise.withResolvers<void>()
      const kinds = (name: string) => ({
        work: kindOf(async () => {
          taken.push(name)
          if (new Set(taken).size === 2) meet()
          await met
        }),
      })
      const first = await JobsWorld.open(where, kinds('first'), 'first')
      const second = await JobsWorld.open(where, kinds('second'), 'second')
      const numbers = [await first.submit('work'), await first.submit('work'), await first.submit('work')]
      await first.run({ places: 1 })
      await first.when(numbers[0] ?? 0, ({ state }) => state === 'running')
      await second.run({ places: 2 })
      for (const number of numbers) await first.ended(number)
      assert.deepEqual([taken.length, new Set(taken).size], [3, 2])
    })

    it('forgets what ended long ago', async () => {
      const world = await opened({ work: kindOf(async () => 1) })
      const runner = await world.run()
      const number = await world.submit('work')
      await world.ended(number)
      await runner.stop()
      await world.run({ places: 1, historyMs: -1000 })
      while ((await world.queue.get(number)) !== undefined) await world.bell.wait(number, 5)
    })
  })
