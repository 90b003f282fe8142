import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { JOB_STATES } from '../core/jobs/job.ts'
import { nothing, type QueueBench } from './job-queue.conformance.ts'

/** Which job is taken, and by how many. */
export function queueGates(bench: () => QueueBench): void {
  describe('gives the next job', () => {
    it('by priority, then by age', async () => {
      const priorities = [0, 5, -5, 5, 0, 100, -100]
      const numbers: number[] = []
      for (const priority of priorities) numbers.push(await bench().add({ priority }))
      assert.deepEqual(
        await bench().takeAll(),
        [5, 1, 3, 0, 4, 2, 6].map(i => numbers[i]),
      )
    })

    it('not before its time, and not while it is paused', async () => {
      const { time, queue } = bench()
      const later = await bench().add({ notBefore: time.now + 100, priority: 9 })
      const now = await bench().add()
      assert.deepEqual(await bench().takeAll(), [now])
      time.now += 100
      await queue.ask(later, { wish: 'pause' })
      assert.deepEqual(await bench().takeAll(), [])
      await queue.ask(later, { wish: 'resume' })
      assert.deepEqual(await bench().takeAll(), [later])
    })

    it('to a worker that knows its kind, on the node that it is bound to', async () => {
      const other = await bench().add({ kind: 'unknown', priority: 9 })
      const bound = await bench().add({ node: 'node-2', priority: 8 })
      const free = await bench().add()
      assert.deepEqual(await bench().takeAll(), [free])
      assert.deepEqual(await bench().takeAll({ node: 'node-2' }), [bound])
      assert.deepEqual(await bench().takeAll({ limits: { unknown: 1 } }), [other])
      assert.equal(await bench().take({ limits: {} }), undefined)
    })

    it('after its children have ended, whatever came of them', async () => {
      const { queue } = bench()
      const parent = await bench().add({ priority: 9 })
      const children = [await bench().add({ parent }), await bench().add({ parent })]
      const first = await bench().taken()
      const second = await bench().taken()
      assert.deepEqual([first.number, second.number], children)
      assert.equal(await bench().take(), undefined)
      await queue.end(first, { state: 'cancelled' }, nothing)
      assert.equal(await bench().take(), undefined)
      await queue.end(second, { state: 'succeeded', result: null }, nothing)
      assert.equal((await bench().taken()).number, parent)
    })

    it('to one who asks for a single one: that, and its children before it', async () => {
      await bench().add({ priority: 9 })
      const only = await bench().add()
      const child = await bench().add({ parent: only })
      const job = await bench().taken({ only })
      assert.equal(job.number, child)
      assert.equal(await bench().take({ only }), undefined)
      await bench().queue.end(job, { state: 'succeeded', result: null }, nothing)
      assert.deepEqual(await bench().takeAll({ only }), [only])
    })
  })

  describe('keeps its gates', () => {
    it('as many of a kind as may run at once, over all nodes; the next of another kind goes by', async () => {
      const { queue } = bench()
      const [a, b, c] = [await bench().add(), await bench().add(), await bench().add()]
      const rest = await bench().add({ kind: 'rest', priority: -5 })
      const limits = { work: 2, rest: 1 }
      const first = await bench().taken({ limits })
      assert.deepEqual(await bench().takeAll({ limits, node: 'node-2' }), [b, rest])
      assert.equal(first.number, a)
      await queue.end(first, { state: 'queued', notBefore: 0, isGivenBack: true, isPaused: true }, nothing)
      assert.deepEqual(await bench().takeAll({ limits }), [c])
    })

    it('one of a key', async () => {
      const { queue } = bench()
      const a = await bench().add({ key: 'x' })
      await bench().add({ key: 'x', kind: 'rest' })
      const other = await bench().add({ key: 'y' })
      const first = await bench().taken()
      assert.equal(first.number, a)
      assert.deepEqual(await bench().takeAll(), [other])
      await queue.end(
        first,
        { state: 'failed', error: { code: 'busy', subject: '', reason: undefined, params: {} } },
        nothing,
      )
      assert.equal((await bench().takeAll()).length, 1)
    })

    it('as many on a node as it has places, over all its processes', async () => {
      for (let i = 0; i < 5; i++) await bench().add()
      assert.equal((await bench().takeAll({ places: 2 })).length, 2)
      assert.equal((await bench().takeAll({ places: 3, worker: 'worker-2' })).length, 1)
      assert.equal((await bench().takeAll({ places: 2, node: 'node-2' })).length, 2)
    })

    it('with many takers at once: each job goes to one, and no gate lets more through', async () => {
      const { queue, other } = bench()
      const jobs = 60
      for (let i = 0; i < jobs; i++)
        await bench().add({ kind: i % 3 ? 'work' : 'rest', key: i % 4 ? undefined : 'k', priority: i % 5 })
      const running = new Map<number, { kind: string; key: string | undefined }>()
      const done: number[] = []
      const worker = async (name: string, way: typeof queue) => {
        for (let idle = 0; done.length < jobs; ) {
          const job = await bench().take({ worker: name, limits: { work: 3, rest: 2 } }, way)
          if (job === undefined) {
            assert.ok(++idle < 20_000, 'nothing is taken any more')
            continue
          }
          running.set(job.number, job)
          const now = [...running.values()]
          assert.ok(now.filter(({ kind }) => kind === 'work').length <= 3)
          assert.ok(now.filter(({ kind }) => kind === 'rest').length <= 2)
          assert.ok(now.filter(({ key }) => key === 'k').length <= 1)
          await way.report(job, 1000, nothing)
          running.delete(job.number)
          done.push(job.number)
          assert.equal(await way.end(job, { state: 'succeeded', result: null }, nothing), true)
        }
      }
      await Promise.all(Array.from({ length: 6 }, (_, i) => worker(`worker-${i}`, i % 2 ? queue : other)))
      assert.equal(new Set(done).size, jobs)
      assert.deepEqual(
        (await queue.counts(JOB_STATES)).map(({ state, jobs }) => [state, jobs]),
        [
          ['succeeded', 20],
          ['succeeded', 40],
        ],
      )
    })
  })
}
