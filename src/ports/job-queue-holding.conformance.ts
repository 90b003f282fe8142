import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { JobNote } from '../core/jobs/job.ts'
import { nothing, type QueueBench } from './job-queue.conformance.ts'

const item = (subject: string): JobNote => ({ type: 'item', item: { subject, outcome: 'done' } })

/** Who holds a job, what they tell, and how it ends. */
export function queueHolding(bench: () => QueueBench): void {
  const items = async (number: number) =>
    (await bench().queue.lines(number, 0, 1000)).flatMap(({ note }) =>
      note.type === 'item' ? [note.item.subject] : [],
    )

  describe('lets the holder of a job', () => {
    it('say how far it is and what it did', async () => {
      const { queue } = bench()
      const number = await bench().add()
      const job = await bench().taken()
      assert.deepEqual([job.state, job.worker, job.attempts, job.started], ['running', 'worker-1', 1, 1_000_000])
      const progress = {
        done: 1,
        total: 3,
        unit: 'modules',
        bytes: 9,
        totalBytes: undefined,
        at: 'a',
        rate: 0.5,
        byteRate: 0,
        secondsLeft: undefined,
      }
      const before = 0
      assert.equal(await queue.report(job, 1000, { progress, before, notes: [item('a'), item('b')] }), 'go-on')
      assert.deepEqual((await bench().job(number)).progress, JSON.parse(JSON.stringify(progress)))
      assert.deepEqual(await items(number), ['a', 'b'])
    })

    it('tell something again whose answer was lost: it is kept once', async () => {
      const { queue } = bench()
      const number = await bench().add()
      const job = await bench().taken()
      await queue.report(job, 1000, { ...nothing, notes: [item('a'), item('b')] })
      await queue.report(job, 1000, { ...nothing, notes: [item('a'), item('b'), item('c')] })
      await queue.report(job, 1000, { ...nothing, before: 3, notes: [item('d')] })
      await queue.end(job, { state: 'succeeded', result: 1 }, { ...nothing, before: 3, notes: [item('d'), item('e')] })
      assert.deepEqual(await items(number), ['a', 'b', 'c', 'd', 'e'])
    })

    it('tell very much at once', async () => {
      const number = await bench().add()
      const job = await bench().taken()
      const notes = Array.from({ length: 1500 }, (_, i) => item(String(i)))
      await bench().queue.end(job, { state: 'succeeded', result: null }, { ...nothing, notes })
      assert.equal((await bench().queue.lines(number, 0, 10_000)).length, 1503)
    })

    it('hear what is asked: cancel, which a pause does not undo, or pause, which a resume does', async () => {
      const { queue, other } = bench()
      const number = await bench().add()
      const job = await bench().taken()
      await other.ask(number, { wish: 'pause' })
      assert.equal(await queue.report(job, 1000, nothing), 'pause')
      await other.ask(number, { wish: 'resume' })
      assert.equal(await queue.report(job, 1000, nothing), 'go-on')
      await other.ask(number, { wish: 'cancel' })
      await other.ask(number, { wish: 'pause' })
      assert.equal(await queue.report(job, 1000, nothing), 'cancel')
      assert.equal((await bench().job(number)).state, 'running')
    })

    it('end it in each way', async () => {
      const { queue } = bench()
      const error = { code: 'busy', subject: 's', reason: undefined, params: {} } as const
      const endings = [
        { state: 'succeeded', result: { text: 'ß' } },
        { state: 'failed', error },
        { state: 'cancelled' },
        { state: 'queued', notBefore: 5, error, isGivenBack: false, isPaused: false },
        { state: 'queued', notBefore: 0, isGivenBack: true, isPaused: true },
      ] as const
      const became: unknown[] = []
      for (const ending of endings) {
        await bench().add({ priority: 100 })
        const taken = await bench().taken()
        assert.equal(await queue.end(taken, ending, nothing), true)
        const { state, ended, attempts, isPaused, result, error } = await bench().job(taken.number)
        became.push([state, ended, attempts, isPaused, result, error?.code])
        await queue.ask(taken.number, { wish: 'cancel' })
      }
      assert.deepEqual(became, [
        ['succeeded', 1_000_000, 1, false, { text: 'ß' }, undefined],
        ['failed', 1_000_000, 1, false, undefined, 'busy'],
        ['cancelled', 1_000_000, 1, false, undefined, undefined],
        ['queued', undefined, 1, false, undefined, 'busy'],
        ['queued', undefined, 0, true, undefined, undefined],
      ])
    })

    it('end it once', async () => {
      const { queue } = bench()
      const number = await bench().add()
      const job = await bench().taken()
      assert.equal(await queue.end({ ...job, token: 'guessed' }, { state: 'cancelled' }, nothing), false)
      assert.equal(await queue.end(job, { state: 'succeeded', result: 1 }, nothing), true)
      assert.equal(await queue.end(job, { state: 'cancelled' }, nothing), false)
      assert.equal(await queue.report(job, 1000, { ...nothing, notes: [item('late')] }), 'lost')
      assert.deepEqual([(await bench().job(number)).state, await items(number)], ['succeeded', []])
    })
  })

  describe('takes a job back', () => {
    it('of which nothing is heard: another gets it, and the first has lost it', async () => {
      const { queue, other, time } = bench()
      const number = await bench().add({ key: 'k' })
      const first = await bench().taken({ leaseMs: 1000 })
      time.now += 900
      assert.equal(await queue.report(first, 1000, nothing), 'go-on')
      time.now += 900
      assert.deepEqual(await other.reclaim(50), [])
      time.now += 200
      assert.deepEqual(
        (await other.reclaim(50)).map(({ number, state, notBefore }) => [number, state, notBefore]),
        [[number, 'queued', time.now + 50]],
      )
      assert.deepEqual(await other.reclaim(50), [])
      assert.equal(await bench().take(), undefined)
      time.now += 50
      const second = await bench().taken({ worker: 'worker-2' })
      assert.deepEqual([second.number, second.attempts, second.worker], [number, 2, 'worker-2'])
      assert.equal(await queue.report(first, 1000, nothing), 'lost')
      assert.equal(await queue.end(first, { state: 'succeeded', result: null }, nothing), false)
      assert.equal(await queue.end(second, { state: 'succeeded', result: null }, nothing), true)
    })

    it('once, though many look', async () => {
      const { queue, other, time } = bench()
      for (let i = 0; i < 5; i++) await bench().add()
      await bench().takeAll()
      time.now += 5000
      const back = await Promise.all(Array.from({ length: 6 }, (_, i) => (i % 2 ? queue : other).reclaim(0)))
      assert.equal(back.flat().length, 5)
    })

    it('until it has had all its attempts: then it has failed, and says why', async () => {
      const { queue, time } = bench()
      const number = await bench().add({ maxAttempts: 2 })
      for (const state of ['queued', 'failed']) {
        await bench().taken()
        time.now += 5000
        assert.deepEqual(
          (await queue.reclaim(0)).map(job => job.state),
          [state],
        )
      }
      const { error, attempts } = await bench().job(number)
      assert.deepEqual([error?.code, error?.reason, attempts], ['job-ended', 'job-lost', 2])
    })

    it('and does what was asked of it', async () => {
      const { queue, time } = bench()
      const [cancelled, paused] = [await bench().add(), await bench().add()]
      await bench().takeAll()
      await queue.ask(cancelled, { wish: 'cancel' })
      await queue.ask(paused, { wish: 'pause' })
      time.now += 5000
      await queue.reclaim(0)
      assert.equal((await bench().job(cancelled)).state, 'cancelled')
      const { state, isPaused } = await bench().job(paused)
      assert.deepEqual([state, isPaused], ['queued', true])
    })

    it('at once from the workers of a node that are known to be dead, and from no others', async () => {
      const { queue } = bench()
      const dead = await bench().add()
      await bench().taken({ node: 'node-1' })
      await bench().add()
      await bench().taken({ node: 'node-2' })
      const back = await queue.reclaim(0, 'node-1')
      assert.deepEqual(
        back.map(({ number }) => number),
        [dead],
      )
    })
  })
}
