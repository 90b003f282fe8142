import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { MisbehavingUpstream } from '../../../test/support/misbehaving-upstream.ts'
import { lookupPath, ProofsWorld, sizeIn } from '../../../test/support/proofs-world.ts'
import { testDatabase } from '../../../test/support/test-database.ts'
import { makeModule, type TestModule } from '../../../test/support/test-module.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'

const [a, b] = ['a', 'b'].map(name => makeModule({ path: `replay.test/${name}`, version: 'v1.0.0' })) as [
  TestModule,
  TestModule,
]
const between = Array.from({ length: 300 }, (_, n) => `x.test/m v1.${n}.0 h1:y\n`)

let upstream: MisbehavingUpstream
let world: ProofsWorld

before(async () => {
  upstream = await MisbehavingUpstream.start([a, b], [a.record, ...between, b.record])
})
after(() => upstream.stop())
beforeEach(async () => {
  world = new ProofsWorld(upstream)
  await world.open()
})
afterEach(() => world.pulls.close())

const recorded = (rest: string) => world.replay.recorded(rest)
const store = () => world.pulls.disk.store
const blobKey = () => proofsKey(world.pulls.log.state.proofs?.sha256 ?? '')

/** Puts other bytes where the blob is. */
async function replaceBlob(bytes: Uint8Array): Promise<void> {
  const key = blobKey()
  await store().remove(key)
  await store().put(key, bytes)
}

describe('the replay', () => {
  it('has nothing before the first refresh', async () => {
    for (const rest of [lookupPath(a), 'tile/8/0/000', 'latest']) {
      assert.equal(await recorded(rest), undefined)
      assert.equal(await world.replay.kept(rest), undefined)
    }
  })

  it('cuts partial tiles out of wider ones, and has no wider ones than there are', async () => {
    await world.take([a])
    await world.refresh()
    const full = (await recorded('tile/8/0/001')) ?? assert.fail()
    assert.equal(full.length, 8192)
    for (const width of [1, 44, 255])
      assert.deepEqual(await recorded(`tile/8/0/001.p/${width}`), full.subarray(0, width * 32))
    assert.equal((await recorded('tile/8/1/000.p/2'))?.length, 64)
    for (const rest of ['tile/8/1/000.p/3', 'tile/8/1/000', 'tile/8/0/000', 'tile/8/data/001', 'tile/4/0/001', 'else'])
      assert.equal(await recorded(rest), undefined, rest)
    for (const rest of ['tile/8/0/1', 'tile/8/0/000.p/256', 'tile/'])
      await assert.rejects(recorded(rest), { code: 'bad-tile' })
    await assert.rejects(recorded('lookup/replay.test/a'), { code: 'bad-version' })
  })

  it('serves none of a blob of which any byte was changed, tells it once, and serves it again when it is whole', async () => {
    await world.take([a])
    await world.refresh()
    const good = (await store().read(blobKey(), 1 << 24)) ?? assert.fail()
    for (let at = 0; at < good.length; at += 97) {
      // Another process, which has not read it before, and this one, which has.
      const [reading] = [world.replay, await world.open()]
      await replaceBlob(good.with(at, (good[at] ?? 0) ^ 0x40))
      for (const rest of [lookupPath(a), 'tile/8/0/001', 'tile/8/0/001'])
        assert.equal(await recorded(rest), undefined, `byte ${at}`)
      for (let i = 0; i < 2; i++) assert.equal(await reading.recorded('tile/8/0/001'), undefined)
    }
    assert.equal(new Set(world.events).size, 1)
    const told = world.events.length
    await recorded('tile/8/0/001')
    assert.equal(world.events.length, told)
    await replaceBlob(good)
    assert.equal((await recorded('tile/8/0/001'))?.length, 8192)
  })

  it('goes on with the blob before while the new one is not there', async () => {
    await world.take([a])
    await world.refresh()
    assert.ok(await recorded(lookupPath(a)))
    await world.pulls.log.append([{ kind: 'proofs', sha256: 'ab'.repeat(32), size: 10, at: '2026-02-03T04:05:06Z' }])
    assert.ok(await recorded(lookupPath(a)))
    assert.equal((await recorded('tile/8/0/001'))?.length, 8192)
  })

  it('serves no blob that the log names and that is none', async () => {
    const bytes = Buffer.from('goferry/proofs/v1\nsum.test\nheads 0\nrecords 0\ntiles 0\n\n')
    const staged = await store().stage([bytes], 1000)
    await store().put(proofsKey(staged.sha256), bytes)
    const { sha256, size } = staged
    await world.pulls.log.append([{ kind: 'proofs', sha256, size, at: '2026-02-03T04:05:06Z' }])
    await staged.discard()
    assert.equal(await recorded(lookupPath(a)), undefined)
    assert.deepEqual(world.events, ['proofs-damaged'])
  })
})

describe('what was relayed', () => {
  it('is answered under the head that it was given with, once nobody can be asked any more', async () => {
    await world.take([a])
    const given = (await world.pull?.relay(lookupPath(a))) ?? assert.fail()
    const { kept } = world.replay
    const ask = kept.bind(world.replay)
    assert.deepEqual(await ask(lookupPath(a)), given)
    assert.equal(sizeIn(Buffer.concat([Buffer.from('\n\n'), (await ask('latest')) ?? assert.fail()])), 602)
    assert.equal((await ask('tile/8/0/001'))?.length, 8192)
    // The right edge of the head, and what is cut from it.
    assert.equal((await ask('tile/8/0/002.p/90'))?.length, 90 * 32)
    assert.equal((await ask('tile/8/0/002.p/7'))?.length, 7 * 32)
    assert.equal(await ask('tile/8/0/002.p/91'), undefined)
    assert.equal(await ask(lookupPath(b)), undefined)
  })

  it('is not remembered of what the log does not know: anybody may ask for anything', async () => {
    await world.pull?.relay(lookupPath(b))
    assert.equal(await world.replay.kept(lookupPath(b)), undefined)
  })

  it('is asked for again where it was damaged', async () => {
    await world.take([a])
    const given = await world.pull?.relay(lookupPath(a))
    const key = `log/peers/${testDatabase.name}/record/replay.test/a@v1.0.0`
    const good = (await store().read(key, 10_000)) ?? assert.fail()
    for (let at = 0; at < good.length; at += 7) {
      await store().replace(key, good.with(at, (good[at] ?? 0) ^ 1))
      assert.equal(await world.replay.kept(lookupPath(a)), undefined)
      assert.deepEqual(await world.pull?.relay(lookupPath(a)), given)
      assert.deepEqual(await store().read(key, 10_000), good)
    }
  })

  it('is not given under heads that were damaged', async () => {
    await world.take([a])
    await world.pull?.relay(lookupPath(a))
    await store().replace(`log/peers/${testDatabase.name}/served`, Buffer.from('3\nabc'))
    assert.equal(await world.replay.kept('latest'), undefined)
    const again = await world.open()
    await assert.rejects(again.relay(lookupPath(a)), { code: 'store-damaged' })
  })
})
