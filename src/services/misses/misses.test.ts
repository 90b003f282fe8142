import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { Faults } from '../../adapters/memory/faults.ts'
import { MemoryStore } from '../../adapters/memory/memory-store.ts'
import { utf8 } from '../../core/bytes.ts'
import { isGoferryError } from '../../core/errors.ts'
import type { Store } from '../../ports/store.ts'
import { Misses, readMisses } from './misses.ts'

describe('Misses', () => {
  let faults: Faults
  let store: Store
  let now: number
  const steps: string[] = []
  const open = () => Misses.open({ store, clock: { now: () => now }, reached: step => steps.push(step) })

  beforeEach(() => {
    faults = new Faults()
    store = new MemoryStore(faults)
    now = Date.parse('2026-01-02T03:04:05.678Z')
    steps.length = 0
  })

  it('keep each miss once, with when it was first and last asked for and how often', async () => {
    const misses = await open()
    misses.record('x.test/m', 'v1.0.0')
    misses.record('x.test/m', '')
    now += 60_000
    misses.record('x.test/m', 'v1.0.0')
    await misses.flush()
    const first = '2026-01-02T03:04:05Z'
    assert.deepEqual(await readMisses(store), [
      { path: 'x.test/m', version: 'v1.0.0', first, last: '2026-01-02T03:05:05Z', count: 2 },
      { path: 'x.test/m', version: '', first, last: first, count: 1 },
    ])
  })

  it('go on where the last process stopped', async () => {
    const before = await open()
    before.record('x.test/m', '')
    await before.flush()
    const misses = await open()
    misses.record('x.test/m', '')
    await misses.flush()
    assert.deepEqual(
      (await readMisses(store)).map(miss => miss.count),
      [2],
    )
  })

  it('write only what changed, and say so at the named step', async () => {
    const misses = await open()
    await misses.flush()
    misses.record('x.test/m', '')
    await misses.flush()
    await misses.flush()
    assert.deepEqual(steps, ['miss-recorded'])
  })

  it('lose nothing by a write that failed', async () => {
    const misses = await open()
    misses.record('x.test/m', '')
    faults.when(() => 'fail')
    await assert.rejects(misses.flush(), error => isGoferryError(error))
    faults.clear()
    await misses.flush()
    assert.equal((await readMisses(store)).length, 1)
  })

  it('are bounded: more names than 10,000, or longer ones than a module has, are only counted', async () => {
    const misses = await open()
    for (let i = 0; i < 10_001; i++) misses.record('x.test/m', `v1.0.${i}`)
    misses.record(`x.test/${'a'.repeat(600)}`, '')
    misses.record('x.test/m', 'v1.0.0')
    await misses.flush()
    assert.equal(misses.uncounted, 2)
    const kept = await readMisses(store)
    assert.deepEqual([kept.length, kept[0]?.count], [10_000, 2])
  })

  it('pass over lines that are none', async () => {
    const good = { path: 'x.test/m', version: '', first: 'then', last: 'then', count: 1 }
    const lines = ['', '{', 'null', '7', '{"path":"x"}', JSON.stringify({ ...good, count: '1' }), JSON.stringify(good)]
    await store.replace('log/misses', utf8(lines.join('\n')))
    assert.deepEqual(await readMisses(store), [good])
  })
})
