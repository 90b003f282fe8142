import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GoferryError } from '../../core/errors.ts'
import { Gate } from '../../core/gate.ts'
import { type Lifetime, Remembered } from './remembered.ts'
import { TtlMap } from './ttl-map.ts'

/** Work that counts its runs: gives the number of the run, or throws while `fails`. */
class Work {
  runs = 0
  fails = false
  readonly run = async (): Promise<number> => {
    this.runs++
    if (this.fails) throw new GoferryError('upstream-failed', { subject: String(this.runs) })
    return this.runs
  }
}

const good: Lifetime = { freshMs: 10, staleMs: 100 }
const bad: Lifetime = { freshMs: 5, staleMs: 0 }

function setUp(): { clock: { at: number; now(): number }; memory: Remembered<number>; work: Work } {
  const clock = { at: 0, now: () => clock.at }
  // Room for three values, with about 100 bytes for each key, or for one failure and a value.
  const bounds = { maxWeight: 3400, weigh: () => 1000 }
  const memory = new Remembered<number>(clock, outcome => ('value' in outcome ? good : bad), bounds)
  return { clock, memory, work: new Work() }
}

describe('remembered work', () => {
  it('runs once for all who ask at the same time, value or failure', async () => {
    const { memory, work, clock } = setUp()
    const values = await Promise.all([memory.get('a', work.run), memory.get('a', work.run), memory.get('b', work.run)])
    assert.deepEqual(values, [1, 1, 2])
    work.fails = true
    const failures = await Promise.allSettled([memory.get('c', work.run), memory.get('c', work.run)])
    assert.deepEqual(
      failures.map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    assert.equal(work.runs, 3)
    clock.at = 5
    await assert.rejects(memory.get('c', work.run))
    assert.equal(work.runs, 4)
  })

  it('answers stale values at once and renews them behind', async () => {
    const { memory, work, clock } = setUp()
    assert.equal(await memory.get('a', work.run), 1)
    clock.at = 9
    assert.equal(await memory.get('a', work.run), 1)
    clock.at = 10
    assert.deepEqual(await Promise.all([memory.get('a', work.run), memory.get('a', work.run)]), [1, 1])
    assert.deepEqual([await memory.get('a', work.run), work.runs], [2, 2])
    clock.at = 110
    assert.deepEqual([await memory.get('a', work.run), work.runs], [3, 3])
  })

  it('keeps a stale value over a failure, until its own time is over', async () => {
    const { memory, work, clock } = setUp()
    await memory.get('a', work.run)
    work.fails = true
    for (const at of [10, 14, 20, 99]) {
      clock.at = at
      assert.equal(await memory.get('a', work.run), 1)
      await new Promise(resolve => setImmediate(resolve))
    }
    assert.equal(work.runs, 4)
    clock.at = 100
    await assert.rejects(memory.get('a', work.run), { code: 'upstream-failed' })
  })

  it('forgets what was not used for longest beyond its bound', async () => {
    const { memory, work } = setUp()
    for (const key of ['a', 'b', 'c', 'a', 'd']) await memory.get(key, work.run)
    assert.equal(work.runs, 4)
    await memory.get('a', work.run)
    assert.equal(work.runs, 4)
    await memory.get('b', work.run)
    assert.equal(work.runs, 5)
  })
})

it('a map with times keeps to its weight, even for one value that is over it alone', () => {
  const map = new TtlMap<number>({ now: () => 0 }, { maxWeight: 10_300, weigh: value => value })
  map.set('a', 4000, 1)
  map.set('b', 6000, 1)
  map.set('c', 3000, 1)
  assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [undefined, 6000, 3000])
  map.set('d', 11_000, 1)
  assert.deepEqual([map.get('b'), map.get('c'), map.get('d')], [undefined, undefined, undefined])
})

it('a map with times forgets what is over, and takes long keys into account', () => {
  const clock = { at: 0, now: () => clock.at }
  const map = new TtlMap<number>(clock, { maxWeight: 1000, weigh: () => 0 })
  map.set('x'.repeat(600), 1, 5)
  assert.equal(map.get('x'.repeat(600)), undefined)
  map.set('old', 1, 5)
  clock.at = 5
  map.set('new', 2, 5)
  clock.at = 0
  assert.deepEqual([map.get('old'), map.get('new')], [undefined, 2])
})

it('failures are remembered within the same bound as values', async () => {
  const { memory, work } = setUp()
  work.fails = true
  await assert.rejects(memory.get('a', work.run))
  await assert.rejects(memory.get('b', work.run))
  await assert.rejects(memory.get('b', work.run))
  assert.equal(work.runs, 2)
  await assert.rejects(memory.get('a', work.run))
  assert.equal(work.runs, 3)
})

it('a gate lets few run, some wait, and turns the rest away; a failure gives its place back', async () => {
  const gate = new Gate(2, 1)
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  let running = 0
  const work = async () => {
    running++
    await opened
    throw new GoferryError('upstream-failed', { subject: 'x' })
  }
  const three = [1, 2, 3].map(() => gate.run('x', work))
  await assert.rejects(gate.run('x', work), { code: 'busy' })
  assert.equal(running, 2)
  open()
  const outcomes = await Promise.allSettled(three)
  assert.equal(outcomes.length, running)
  assert.equal(await gate.run('x', async () => 'through'), 'through')
})
