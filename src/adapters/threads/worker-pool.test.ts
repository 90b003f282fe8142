import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { WorkerPool } from './worker-pool.ts'

const frail = new URL('../../../test/support/frail-worker.ts', import.meta.url)

describe('WorkerPool', () => {
  for (const death of ['exit', 'throw']) {
    it(`fails only the job whose thread dies by ${death}, and starts another thread`, async () => {
      const pool = new WorkerPool(frail, { threads: 1, waiting: 9 })
      const outcomes = ['a', death, 'b', death, 'c'].map(location => pool.run({ location }).catch(error => error.code))
      assert.deepEqual(await Promise.all(outcomes), ['a', 'internal', 'b', 'internal', 'c'])
      assert.equal(await pool.run({ location: 'd' }), 'd')
      await pool.close()
    })
  }

  it('refuses what its queue has no place for, and takes the next when there is room again', async () => {
    const pool = new WorkerPool(frail, { threads: 1, waiting: 2 })
    const outcomes = ['a', 'b', 'c', 'd'].map(location => pool.run({ location }).catch(error => error.code))
    assert.deepEqual(await Promise.all(outcomes), ['a', 'b', 'c', 'busy'])
    assert.equal(await pool.run({ location: 'e' }), 'e')
    await pool.close()
  })

  it('ends a thread that has nothing to do for a while, and starts another when it is needed', async () => {
    const pool = new WorkerPool(frail, { threads: 1, waiting: 9, idleMs: 1 })
    const first = await pool.run({ location: 'id' })
    const ended = new Promise<void>(resolve => {
      const look = () => (pool.threads === 0 ? resolve() : setImmediate(look))
      look()
    })
    await ended
    const second = await pool.run({ location: 'id' })
    assert.notEqual(second, first)
    await pool.close()
  })

  it('runs as many jobs at once as it has threads', async () => {
    const pool = new WorkerPool(frail, { threads: 2, waiting: 9 })
    const hanging = pool.run({ location: 'hang' }).catch(error => error.code)
    assert.equal(await pool.run({ location: 'a' }), 'a')
    await pool.close()
    assert.equal(await hanging, 'stopping')
  })

  it('ends a job that takes too long, or too much, and starts another thread', async () => {
    const pool = new WorkerPool(frail, { threads: 1, waiting: 9 })
    await assert.rejects(pool.run({ location: 'leak' }), { code: 'job-ended', reason: 'job-memory', subject: 'leak' })
    assert.equal(await pool.run({ location: 'a' }), 'a')
    await pool.close()
    const short = new WorkerPool(frail, { threads: 1, waiting: 9, timeMs: 1000 })
    await assert.rejects(short.run({ location: 'spin' }), { code: 'job-ended', reason: 'job-time', subject: 'spin' })
    await short.close()
  })
})
