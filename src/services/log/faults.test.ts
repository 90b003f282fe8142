import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { identityOf, LogWorld, recordOf, versionOf } from '../../../test/support/log-world.ts'
import type { Fault } from '../../adapters/memory/faults.ts'
import type { Step } from '../../ports/steps.ts'
import type { Log } from './log.ts'
import { decodeHead } from './log-head.ts'
import type { LogReader } from './reader.ts'

/** The commits of the story, by their first record: the third fills a tile, the last is made after the keys changed. */
const commits: readonly (readonly [first: number, count: number])[] = [
  [0, 1],
  [1, 2],
  [3, 254],
  [257, 1],
]

/** What a world went through. */
interface Story {
  /** The first records of the commits that were acknowledged. */
  readonly acknowledged: number[]
  /** The root of each size that ever left the process or became the stored head. */
  readonly roots: Map<number, string>
}

/** Every head that is shown or stored: two roots for one size are a fork. */
function watch(world: LogWorld): Story {
  const story: Story = { acknowledged: [], roots: new Map() }
  const see = (size: number, root: string) => {
    assert.equal(story.roots.get(size) ?? root, root, `fork at size ${size}`)
    story.roots.set(size, root)
  }
  const { store, heads } = world
  const [replaceFile, replaceHead] = [store.replace.bind(store), heads.replace.bind(heads)]
  store.replace = async (key, content) => {
    const [, size, root] = Buffer.from(content).toString().split('\n')
    if (key.endsWith('/latest')) see(Number(size), Buffer.from(root ?? '', 'base64').toString('hex'))
    await replaceFile(key, content)
  }
  heads.replace = async (expected, value) => {
    const stored = await replaceHead(expected, value)
    const { size, root } = decodeHead(stored.value)
    see(size, root)
    return stored
  }
  return story
}

/** Plays the story; what fails is left, as a caller would, and the process goes on. */
async function play(world: LogWorld, story: Story): Promise<void> {
  const log = await world.open().catch(refused)
  if (log === undefined) return
  for (const [i, [first, count]] of commits.entries()) {
    if (i === 3) {
      world.identity = identityOf('log.example', [2, 1])
      await log.resign(world.identity).catch(refused)
    }
    const appended = await log.append(Array.from({ length: count }, (_, n) => recordOf(first + n))).catch(refused)
    if (appended !== undefined) story.acknowledged.push(first)
    else assert.ok(!holds(log, first), 'what was not acknowledged is not in the state')
  }
}

/** The one error that a fault may show up as. */
function refused(error: { code?: string }): undefined {
  assert.equal(error.code, 'io-failed', String(error))
}

function holds(log: Log | LogReader, n: number): boolean {
  return log.state.version(recordOf(n).path, 'v1.0.0') !== undefined
}

/** A restart finds all that was acknowledged, the log can be followed, and goes on. */
async function checkAfterRestart(world: LogWorld, story: Story): Promise<void> {
  world.restart()
  const log = await world.open()
  assert.deepEqual(log.takeMended(), [], 'what a crash left is no damage')
  const reader = await world.read()
  for (const [first, count] of commits) {
    if (story.acknowledged.includes(first)) assert.ok(holds(log, first + count - 1), `lost ${first}`)
    assert.equal(holds(log, first), holds(log, first + count - 1), 'a call is appended whole or not at all')
  }
  assert.equal(reader.state.size, log.state.size)
  await log.append(versionOf(1000))
  await reader.refresh()
  assert.ok(holds(reader, 1000))
  assert.deepEqual(await world.keys('log/stage'), [log.head().stage])
}

describe('a log whose stores fail', () => {
  for (const fault of ['fail', 'fail-after'] as const satisfies readonly Fault[])
    it(`loses nothing acknowledged and never forks, whichever call comes to "${fault}"`, async t => {
      const clean = new LogWorld()
      await play(clean, watch(clean))
      // One of the many lookups of a commit is like the other; a read that fails after it has read is one that fails.
      const lookups = /[/]lookup[/](?!.*!m([013]|257)@)/
      const reads = fault === 'fail-after' ? /read|list|stat/ : /^$/
      const calls = clean.faults.calls.filter(call => !lookups.test(call.subject) && !reads.test(call.operation))
      assert.ok(calls.length > 40)
      let heard = 0
      for (const { index } of calls) {
        const world = new LogWorld()
        world.faults.at(index, fault)
        const story = watch(world)
        await play(world, story)
        if (story.acknowledged.length < commits.length) heard++
        await checkAfterRestart(world, story)
      }
      t.diagnostic(`${calls.length} calls, a caller heard of ${heard}`)
      // Whatever fails behind the commit point is done again before a caller hears of it.
      assert.ok(heard > 0 && heard < calls.length / 2)
    })

  it('is behind for no longer than the stores fail', async () => {
    const world = new LogWorld()
    const log = await world.open()
    let broken = true
    world.faults.when(call => (broken && call.subject.includes('/tile/') ? 'fail' : undefined))
    await assert.rejects(log.append([recordOf(1)]), { code: 'io-failed' })
    await assert.rejects(log.append([recordOf(2)]), { code: 'io-failed' })
    assert.equal(log.state.size, 0)
    assert.equal((await world.read()).state.size, 0)
    broken = false
    // The first one stood, and becomes visible with the next: the second never was.
    assert.deepEqual(await log.append([recordOf(3)]), { size: 2 })
    assert.deepEqual(
      [1, 2, 3].map(n => holds(log, n)),
      [true, false, true],
    )
  })

  it('goes on where a commit is not known to stand and turns out not to', async () => {
    const world = new LogWorld()
    const log = await world.open()
    let broken = true
    world.faults.when(call => (broken && call.operation.startsWith('head.') ? 'fail' : undefined))
    await assert.rejects(log.append([recordOf(1)]), { code: 'io-failed' })
    broken = false
    assert.deepEqual(await log.append([recordOf(2)]), { size: 1 })
    assert.deepEqual(
      [1, 2].map(n => holds(log, n)),
      [false, true],
    )
    assert.equal((await world.keys('log/stage')).length, 1)
  })
})

describe('a log whose process dies', () => {
  const steps = [
    ['log-staged', false],
    ['head-swapped', true],
    ['tiles-published', true],
    ['lookups-published', true],
    ['checkpoint-published', true],
  ] as const satisfies readonly (readonly [Step, boolean])[]

  for (const [step, stands] of steps)
    it(`at ${step} has ${stands ? 'the new' : 'the old'} state after the restart`, async () => {
      for (const [doomed, [first, count]] of commits.entries()) {
        const world = new LogWorld()
        const story = watch(world)
        const log = await world.open()
        for (const [done, size] of commits.slice(0, doomed))
          await log.append(Array.from({ length: size }, (_, n) => recordOf(done + n)))
        const before = log.state.size
        world.dieAt(step)
        const appending = log.append(Array.from({ length: count }, (_, n) => recordOf(first + n)))
        await assert.rejects(appending, { code: 'io-failed' })
        world.restart()
        const seen = await world.read()
        assert.equal(
          seen.state.size,
          step === 'checkpoint-published' ? before + count : before,
          'seen before the restart',
        )
        assert.equal((await world.open()).state.size, stands ? before + count : before)
        await checkAfterRestart(world, story)
      }
    })

  for (const step of ['head-swapped', 'tiles-published', 'lookups-published', 'checkpoint-published'] as const)
    it(`at ${step} while its name is changed ends under the new name`, async () => {
      const world = new LogWorld()
      await (await world.open()).append(Array.from({ length: 300 }, (_, n) => recordOf(n)))
      world.identity = identityOf('new.example', [2], ['log.example'])
      // The old head is published again when the log is opened: the second time is that of the new name.
      world.dieAt(step, step === 'head-swapped' ? 1 : 2)
      await assert.rejects(world.open(), { code: 'io-failed' })
      world.restart()
      const log = await world.open()
      assert.equal(log.head().name, 'new.example')
      assert.deepEqual(await world.keys('public/sumdb/log.example'), [])
      assert.equal((await world.read()).state.size, 300)
    })

  it('dies again while it recovers, at each step, and recovers all the same', async () => {
    const world = new LogWorld()
    const log = await world.open()
    world.dieAt('head-swapped')
    await assert.rejects(log.append(versionOf(1)), { code: 'io-failed' })
    for (const step of ['tiles-published', 'lookups-published', 'checkpoint-published'] as const) {
      world.restart()
      world.dieAt(step)
      await assert.rejects(world.open(), { code: 'io-failed' })
    }
    world.restart()
    assert.equal((await world.open()).state.size, 3)
  })
})
