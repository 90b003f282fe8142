import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { JOB_STATES } from '../core/jobs/job.ts'
import { nothing, type QueueBench } from './job-queue.conformance.ts'

/** What is submitted, asked, listed and forgotten. */
export function queueKeeping(bench: () => QueueBench): void {
  describe('keeps what is submitted', () => {
    it('whole, under a number that grows, for every process', async () => {
      const { queue, other } = bench()
      const argument = { text: 'Ωß\u0000"\n', list: [1, null, true], deep: { a: {} } }
      const { job, isNew } = await queue.submit({
        kind: 'work',
        argument,
        priority: 7,
        maxAttempts: 2,
        notBefore: 5,
        key: 'k',
        node: 'n',
      })
      assert.equal(isNew, true)
      assert.deepEqual(await other.get(job.number), job)
      const { number, ...rest } = job
      assert.deepEqual(rest, {
        kind: 'work',
        argument,
        priority: 7,
        key: 'k',
        idempotencyKey: undefined,
        node: 'n',
        parent: undefined,
        state: 'queued',
        isPaused: false,
        wish: undefined,
        attempts: 0,
        maxAttempts: 2,
        notBefore: 5,
        submitted: 1_000_000,
        started: undefined,
        ended: undefined,
        worker: undefined,
        progress: undefined,
        result: undefined,
        error: undefined,
      })
      assert.ok((await bench().add()) > number)
      assert.equal(await queue.get(number + 1000), undefined)
    })

    it('once for one idempotency key, however many submit it at once', async () => {
      const { queue, other, add } = bench()
      const job = { kind: 'work', argument: 1, priority: 0, maxAttempts: 1, notBefore: 0, idempotencyKey: 'same' }
      const all = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? queue : other).submit(job)))
      assert.equal(all.filter(({ isNew }) => isNew).length, 1)
      assert.equal(new Set(all.map(({ job }) => job.number)).size, 1)
      assert.equal((await queue.list({ limit: 10 })).length, 1)
      assert.notEqual(await add.call(bench(), { idempotencyKey: 'other' }), all[0]?.job.number)
    })

    it('and gives the same job also when it has ended, unless that is to be renewed', async () => {
      const { queue } = bench()
      const renewing = { kind: 'work', argument: 1, priority: 0, maxAttempts: 1, notBefore: 0, idempotencyKey: 'same' }
      const first = await queue.submit(renewing)
      assert.equal((await queue.submit({ ...renewing, renews: true })).job.number, first.job.number)
      await queue.ask(first.job.number, { wish: 'cancel' })
      assert.equal((await queue.submit(renewing)).job.number, first.job.number)
      const second = await queue.submit({ ...renewing, renews: true })
      assert.deepEqual([second.isNew, second.job.number > first.job.number], [true, true])
      assert.equal((await queue.get(first.job.number))?.idempotencyKey, undefined)
    })

    it('but not the child of a job that is not there, or has ended', async () => {
      const { queue } = bench()
      await assert.rejects(bench().add({ parent: 99 }), { code: 'absent', reason: 'job-absent' })
      const parent = await bench().add()
      await queue.ask(parent, { wish: 'cancel' })
      await assert.rejects(bench().add({ parent }), { code: 'usage', reason: 'job-is-ended' })
    })
  })

  describe('does what is asked', () => {
    it('of a job that waits: cancelled at once, paused, resumed, put before others', async () => {
      const { queue } = bench()
      const [a, b, c] = [await bench().add(), await bench().add(), await bench().add()]
      assert.equal((await queue.ask(a, { wish: 'cancel' })).state, 'cancelled')
      assert.equal((await queue.ask(b, { wish: 'pause' })).isPaused, true)
      await queue.ask(c, { wish: 'priority', priority: 3 })
      const d = await bench().add()
      assert.deepEqual(await bench().takeAll(), [c, d])
      await queue.ask(b, { wish: 'resume' })
      assert.deepEqual(await bench().takeAll(), [b])
    })

    it('of one that failed or was cancelled: tried again, with all its attempts', async () => {
      const { queue } = bench()
      const number = await bench().add({ maxAttempts: 1 })
      const job = await bench().taken()
      await queue.end(
        job,
        { state: 'failed', error: { code: 'busy', subject: 's', reason: undefined, params: {} } },
        nothing,
      )
      assert.deepEqual(await bench().takeAll(), [])
      await queue.ask(number, { wish: 'retry' })
      const again = await bench().taken()
      assert.deepEqual([again.number, again.attempts, again.error, again.ended], [number, 1, undefined, undefined])
    })

    it('or refuses it', async () => {
      const { queue } = bench()
      const number = await bench().add()
      await assert.rejects(queue.ask(number, { wish: 'priority', priority: 101 }), {
        code: 'usage',
        reason: 'job-priority',
      })
      await queue.end(await bench().taken(), { state: 'succeeded', result: { n: 1 } }, nothing)
      for (const wish of ['pause', 'resume'] as const)
        await assert.rejects(queue.ask(number, { wish }), { code: 'usage', reason: 'job-is-ended' })
      await assert.rejects(queue.ask(number, { wish: 'retry' }), { code: 'usage', reason: 'job-succeeded' })
      assert.equal((await queue.ask(number, { wish: 'cancel' })).state, 'succeeded')
      await assert.rejects(queue.ask(999, { wish: 'cancel' }), { code: 'absent', reason: 'job-absent' })
    })
  })

  describe('shows', () => {
    it('jobs by state, kind and parent, the newest first, page by page', async () => {
      const { queue } = bench()
      const parent = await bench().add()
      const child = await bench().add({ kind: 'rest', parent })
      const third = await bench().add({ kind: 'rest' })
      await queue.ask(third, { wish: 'cancel' })
      const numbers = async (filter: object) => (await queue.list({ limit: 10, ...filter })).map(({ number }) => number)
      assert.deepEqual(await numbers({}), [third, child, parent])
      assert.deepEqual(await numbers({ states: ['queued'] }), [child, parent])
      assert.deepEqual(await numbers({ states: [] }), [])
      assert.deepEqual(await numbers({ kind: 'rest' }), [third, child])
      assert.deepEqual(await numbers({ parent }), [child])
      assert.deepEqual(await numbers({ limit: 1 }), [third])
      assert.deepEqual(await numbers({ limit: 1, before: third }), [child])
      assert.deepEqual(await queue.counts(JOB_STATES), [
        { kind: 'rest', state: 'cancelled', jobs: 1 },
        { kind: 'rest', state: 'queued', jobs: 1 },
        { kind: 'work', state: 'queued', jobs: 1 },
      ])
    })

    it('how many go before one that waits', async () => {
      const { queue } = bench()
      await bench().add({ priority: 5 })
      await bench().add({ node: 'elsewhere' })
      const paused = await bench().add()
      await queue.ask(paused, { wish: 'pause' })
      await bench().add({ notBefore: 2_000_000 })
      await bench().add()
      const number = await bench().add()
      await bench().add()
      assert.equal(await queue.ahead(await bench().job(number)), 2)
    })

    it('the record of a job: each state, in order, from any line on', async () => {
      const { queue } = bench()
      const number = await bench().add()
      const job = await bench().taken()
      await queue.end(job, { state: 'succeeded', result: null }, nothing)
      const notes = async (after: number, limit = 10) =>
        (await queue.lines(number, after, limit)).map(({ number, note }) => [
          number,
          note.type === 'state' && note.state,
        ])
      assert.deepEqual(await notes(0), [
        [1, 'queued'],
        [2, 'running'],
        [3, 'succeeded'],
      ])
      assert.deepEqual(await notes(1, 1), [[2, 'running']])
      assert.deepEqual(await notes(3), [])
    })
  })

  describe('forgets', () => {
    it('what ended long ago, and all but the newest, with their records; never what has not ended', async () => {
      const { queue, time } = bench()
      const waiting = await bench().add()
      const old = await bench().add()
      await queue.ask(old, { wish: 'cancel' })
      time.now += 10_000
      const newer = [await bench().add(), await bench().add(), await bench().add()]
      for (const number of newer) await queue.ask(number, { wish: 'cancel' })
      assert.equal(await queue.prune({ before: time.now - 5000, keep: 10 }), 1)
      assert.equal(await queue.get(old), undefined)
      assert.deepEqual(await queue.lines(old, 0, 10), [])
      assert.equal(await queue.prune({ before: 0, keep: 2 }), 1)
      assert.deepEqual(
        (await queue.list({ limit: 10 })).map(({ number }) => number),
        [newer[2], newer[1], waiting],
      )
      assert.equal(await queue.prune({ before: time.now + 1, keep: 0 }), 2)
      assert.ok((await bench().add()) > Number(newer[2]))
    })

    it('no child of a job that goes on', async () => {
      const { queue, time } = bench()
      const parent = await bench().add()
      const child = await bench().add({ parent })
      await queue.ask(child, { wish: 'cancel' })
      assert.equal(await queue.prune({ before: time.now + 1, keep: 0 }), 0)
      await queue.ask(parent, { wish: 'cancel' })
      assert.equal(await queue.prune({ before: time.now + 1, keep: 0 }), 2)
    })
  })
}
