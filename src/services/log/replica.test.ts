import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { identityOf, recordOf } from '../../../test/support/log-world.ts'
import {
  beginningOf,
  calls,
  checkDisaster,
  died,
  holds,
  play,
  records,
  shownBy,
} from '../../../test/support/replica-story.ts'
import { ReplicaWorld } from '../../../test/support/replica-world.ts'
import type { Fault } from '../../adapters/memory/faults.ts'
import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Step } from '../../ports/steps.ts'
import { catchUp } from './catch-up.ts'
import { Log } from './log.ts'
import { encodeHead } from './log-head.ts'

describe('a log with a replica', () => {
  for (const fault of ['fail', 'fail-after'] as const satisfies readonly Fault[])
    it(`loses nothing acknowledged with its disk, whichever call came to "${fault}"`, async t => {
      const clean = new ReplicaWorld()
      await play(clean)
      const lookups = /[/]lookup[/](?!.*!m([013]|257)@)/
      const reads = fault === 'fail-after' ? /read|list|stat/ : /^$/
      const tried = clean.faults.calls.filter(call => !lookups.test(call.subject) && !reads.test(call.operation))
      assert.ok(tried.length > 70)
      let heard = 0
      for (const { index } of tried) {
        const world = new ReplicaWorld()
        world.faults.at(index, fault)
        const acknowledged = await play(world)
        if (acknowledged.length < calls.length) heard++
        world.restart()
        const shown = await shownBy(world)
        if ((await world.replicaHead()) !== undefined)
          await checkDisaster(await beginningOf(world), acknowledged, shown)
        else assert.deepEqual([acknowledged, shown.size], [[], 0])
      }
      t.diagnostic(`${tried.length} calls, a caller heard of ${heard}`)
      assert.ok(heard > 0 && heard < tried.length / 2)
    })

  const steps: readonly Step[] = [
    'log-staged',
    'replica-staged',
    'head-swapped',
    'replica-head-swapped',
    'replica-tiles-published',
    'tiles-published',
    'checkpoint-published',
  ]
  for (const step of steps)
    it(`goes on after it died at ${step}, with its disk and without`, async () => {
      for (const [doomed, [first, count]] of calls.entries()) {
        const world = new ReplicaWorld()
        const log = await world.open()
        for (const [done, size] of calls.slice(0, doomed)) await log.append(records(done, size))
        const backup = await world.copy()
        world.dieAt(step)
        await assert.rejects(log.append(records(first, count)), died)
        world.restart()
        const before = calls.slice(0, doomed).map(([done]) => done)
        const shown = await shownBy(world)
        const again = await world.open()
        assert.equal((await world.replicaHead())?.root, again.head().root)
        for (const done of before) assert.ok(holds(again, done))
        await checkDisaster(backup, before, shown)
      }
    })

  it('is not acknowledged while the replica is away, and goes on when it is back', async () => {
    const world = new ReplicaWorld()
    const log = await world.open()
    await log.append([recordOf(1)])
    let away = true
    const { put } = world.place.store
    world.place.store.put = (...args) =>
      away ? Promise.reject(new GoferryError('io-failed', { subject: 'x' })) : put.apply(world.place.store, args)
    await assert.rejects(log.append([recordOf(2)]), { code: 'replica-failed' })
    assert.deepEqual([log.state.size, (await world.read()).state.size], [1, 1])
    away = false
    assert.deepEqual(await log.append([recordOf(3)]), { size: 2 })
    assert.equal((await world.replicaHead())?.root, log.head().root)
  })

  it('fills a new replica from a log that was there before, by trees that the log has gone through', async () => {
    const world = new ReplicaWorld()
    world.replica = undefined
    const log = await world.open()
    for (const [first, count] of calls) await log.append(records(first, count))
    await log.append(records(300, 600))
    await log.close()
    world.replica = world.place
    const again = await world.open()
    assert.equal((await world.replicaHead())?.root, again.head().root)
    const fresh = new ReplicaWorld(world.place)
    const start = await fresh.open().catch(error => error)
    assert.equal(start.code, 'log-rollback')
    assert.equal(start.reason, 'replica-ahead')
    assert.equal(await fresh.catchUp(), again.state.size)
    assert.equal((await fresh.open()).head().root, again.head().root)
  })

  it('takes a replica from the writer that had it', async () => {
    const world = new ReplicaWorld()
    const log = await world.open()
    await log.append([recordOf(1)])
    const clone = await world.copy()
    await (await clone.open()).append([recordOf(2)])
    await assert.rejects(log.append([recordOf(3)]), { code: 'replica-failed' })
    assert.equal((await world.read()).state.size, 1)
    await assert.rejects(log.append([recordOf(3)]), { code: 'replica-failed' })
  })

  it('changes its name in the replica too', async () => {
    for (const step of ['head-swapped', 'replica-head-swapped', 'tiles-published'] as const) {
      const world = new ReplicaWorld()
      await (await world.open()).append(records(0, 300))
      world.identity = identityOf('new.example', [2], ['log.example'])
      world.dieAt(step, step === 'tiles-published' ? 2 : 1)
      await assert.rejects(world.open(), died)
      world.restart()
      const log = await world.open()
      assert.equal((await world.replicaHead())?.name, 'new.example')
      await log.append([recordOf(300)])
      assert.equal((await world.replicaHead())?.root, log.head().root)
    }
  })
})

describe('a replica', () => {
  async function grown(): Promise<ReplicaWorld> {
    const world = new ReplicaWorld()
    await (await world.open()).append(records(0, 3))
    return world
  }
  const refusal = (code: string, reason: string) => (error: GoferryError) => {
    assert.deepEqual([error.code, error.reason], [code, reason], String(error))
    return true
  }

  it('of another log is refused, and its writer does not lose it', async () => {
    const world = await grown()
    const other = await world.open()
    const stranger = new ReplicaWorld(world.place)
    stranger.identity = identityOf('stranger.example')
    await assert.rejects(stranger.open(), refusal('bad-settings', 'replica-other-log'))
    await assert.rejects(
      (async () => {
        stranger.replica = undefined
        await stranger.open()
        await stranger.catchUp()
      })(),
      refusal('bad-settings', 'replica-other-log'),
    )
    await other.append([recordOf(9)])
  })

  it('that has gone another way is refused as a fork', async () => {
    const world = await grown()
    for (const count of [3, 5]) {
      const fork = new ReplicaWorld(world.place)
      fork.replica = undefined
      await (await fork.open()).append(records(100, count))
      fork.replica = world.place
      await assert.rejects(fork.open(), (error: GoferryError) => error.code === 'log-fork')
      if (count === 3) await assert.rejects(fork.catchUp(), (error: GoferryError) => error.code === 'log-fork')
    }
    const head = await world.replicaHead()
    assert.equal(head?.size, 3)
  })

  it('that is empty, since its disk is not mounted, is not filled in its place', async () => {
    const world = await grown()
    const unmounted = new ReplicaWorld()
    world.replica = unmounted.place
    await assert.rejects(world.open(), refusal('replica-failed', 'replica-other'))
    assert.equal(await unmounted.replicaHead(), undefined)
  })

  it('that has less than a backup, or nothing, does not let it sign', async () => {
    const world = await grown()
    const behind = await world.copy()
    const empty = new ReplicaWorld()
    behind.replica = undefined
    await (await behind.open()).append([recordOf(50)])
    await assert.rejects(behind.catchUp(), refusal('log-rollback', 'replica-behind'))
    const { store, heads, identity } = world
    const parts = { store, heads, identity, place: empty.place, reached: () => undefined }
    await assert.rejects(catchUp(parts), refusal('log-rollback', 'replica-behind'))
  })

  it('whose head nobody known has signed, or whose entries do not lead to it, gives nothing', async () => {
    const world = await grown()
    const backup = await beginningOf(world)
    const before = await backup.keys('log')
    const [place, head] = [world.place, (await world.replicaHead()) ?? assert.fail()]
    const forged = [
      { ...head, goNote: head.goNote.replace(/\n\d+\n/, '\n4\n'), size: 4 },
      { ...head, checkpoint: head.goNote },
      { ...head, root: '00'.repeat(32) },
    ]
    for (const bad of forged) {
      await place.heads.replace(await place.heads.read(), encodeHead(bad))
      await assert.rejects(backup.catchUp(), refusal('bad-note', 'replica-unsigned'))
    }
    backup.identity = identityOf('log.example', [77])
    await place.heads.replace(await place.heads.read(), encodeHead(head))
    await assert.rejects(backup.catchUp(), refusal('bad-note', 'replica-unsigned'))
    backup.identity = identityOf('log.example')
    await place.store.replace('log/tile/8/data/000.p/3', utf8('other\n\nentries\n\nthan\n\n'))
    await assert.rejects(backup.catchUp(), (error: GoferryError) => /replica-failed|log-fork/.test(error.code))
    assert.deepEqual(await backup.keys('log'), before)
  })
})

describe('a sealed log', () => {
  it('can be read, signs nothing, and goes on under another name', async () => {
    const world = new ReplicaWorld()
    world.replica = undefined
    await (await world.open()).append(records(0, 3))
    const { store, heads, identity } = world
    const sealed = new GoferryError('log-rollback', { subject: 'log.example', reason: 'log-restored' })
    const journal = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const open = () => Log.open({ store, heads, identity, sealed, journal, reached: () => undefined })
    const log = await open()
    const head = log.head()
    await assert.rejects(log.append([recordOf(9)]), sealed)
    assert.deepEqual(await log.append([recordOf(1)]), { size: 3 })
    await assert.rejects(log.resign(identityOf('log.example', [2, 1])), sealed)
    assert.deepEqual((await open()).head(), head)
    const again = await open()
    await again.resign(identityOf('new.example', [2], ['log.example']))
    assert.deepEqual(await again.append([recordOf(9)]), { size: 4 })
  })
})
