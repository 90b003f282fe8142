import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { MisbehavingUpstream } from '../../../test/support/misbehaving-upstream.ts'
import { lookupPath, ProofsWorld, sizeIn } from '../../../test/support/proofs-world.ts'
import { testDatabase } from '../../../test/support/test-database.ts'
import { makeModule, type TestModule } from '../../../test/support/test-module.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'
import { parseLookup } from '../../core/sumdb/lookup.ts'
import { openSignedHead, type SignedHead } from '../../core/sumdb/signed-head.ts'
import { verifyLookup } from '../../core/sumdb/verify-lookup.ts'
import { type HashTile, tilePath } from '../../core/tlog/tile.ts'
import { PROOFS_STEPS, type ProofsStep } from '../../ports/steps.ts'
import { refreshFailure } from './failure.ts'

const modules = Array.from({ length: 6 }, (_, i) => makeModule({ path: `proofs.test/m${i}`, version: 'v1.0.0' }))
const [a, b, c] = modules as [TestModule, TestModule, TestModule]
const verifiers = [parseVerifier(testDatabase.verifierKey)]
const latest = `sumdb/${testDatabase.name}/latest`

/** Records with 300 others between, so that each lies in a tile of its own. */
const spread = (some: readonly TestModule[]) =>
  some.flatMap(({ record }, i) => [record, ...Array.from({ length: 300 }, (_, n) => `x.test/m${i} v1.${n}.0 h1:y\n`)])

let upstream: MisbehavingUpstream
let world: ProofsWorld

before(async () => {
  upstream = await MisbehavingUpstream.start([])
})
after(() => upstream.stop())
beforeEach(async () => {
  upstream.misbehaviours.clear()
  upstream.headSize = undefined
  upstream.headSizes.clear()
  upstream.publish(modules, spread(modules))
  upstream.asked.length = 0
  world = new ProofsWorld(upstream)
  await world.open()
})
afterEach(() => world.pulls.close())

/** Verifies what is recorded of `module` as a client does whose kept head is `kept`. Gives the head it has then. */
async function verified(module: TestModule, kept?: SignedHead, from = world): Promise<SignedHead | undefined> {
  const bytes = await from.replay.recorded(lookupPath(module))
  if (bytes === undefined) return undefined
  const readTiles = async (tiles: readonly HashTile[]) =>
    Promise.all(
      tiles.map(async tile => (await from.replay.recorded(tilePath(tile))) ?? assert.fail(`no ${tilePath(tile)}`)),
    )
  const { h1Zip, newHead } = await verifyLookup(bytes, module, { verifiers, kept, readTiles })
  assert.equal(h1Zip, module.h1Zip)
  return newHead ?? kept
}

describe('a refresh', () => {
  it('of a log without public versions records nothing', async () => {
    assert.equal((await world.refresh()).outcome, 'current')
    assert.deepEqual(await world.blobs(), [])
    assert.equal(world.pulls.log.state.proofs, undefined)
  })

  it('records every public version under the newest head, and names the blob in the log', async () => {
    await world.take([a, b])
    const report = await world.refresh()
    assert.deepEqual(
      { ...report, tiles: 0, bytes: 0 },
      { outcome: 'refreshed', size: 2106, records: 2, heads: 0, tiles: 0, bytes: 0, asked: 2, failed: 0 },
    )
    assert.deepEqual(world.told.sort(), ['proofs.test/m0@v1.0.0 proved', 'proofs.test/m1@v1.0.0 proved'])
    const { sha256: digest = '', size } = world.pulls.log.state.proofs ?? {}
    const bytes = (await world.pulls.disk.store.read(proofsKey(digest), 1 << 24)) ?? assert.fail()
    assert.deepEqual([hex(sha256(bytes)), bytes.length], [digest, size])
    assert.equal(bytes.length, report.bytes)
    for (const module of [a, b]) assert.equal((await verified(module))?.size, 2106)
    assert.equal(await verified(c), undefined)
  })

  it('asks nobody where nothing is new, and only for what is', async () => {
    await world.take([a, b])
    await world.refresh()
    world.pulls.now += 3_600_000
    upstream.asked.length = 0
    assert.equal((await world.refresh()).outcome, 'current')
    assert.equal(upstream.asked.length, 0)
    await world.take([c])
    upstream.asked.length = 0
    world.pulls.now += 3_600_000
    const { outcome, records, asked } = await world.refresh()
    assert.deepEqual([outcome, records, asked], ['refreshed', 3, 1])
    assert.deepEqual(
      upstream.asked.filter(path => path.includes('/lookup/')),
      [`sumdb/${testDatabase.name}/${lookupPath(c)}`],
    )
  })

  it('makes the same bytes of the same proofs', async () => {
    await world.take([a, b, c])
    await world.refresh()
    const other = new ProofsWorld(upstream)
    await other.open()
    await other.take([c, a, b])
    await other.refresh()
    assert.equal(other.pulls.log.state.proofs?.sha256, world.pulls.log.state.proofs?.sha256)
    await other.pulls.close()
  })

  it('ties every head to the new one that a client was given before, relayed or recorded', async () => {
    const heads: SignedHead[] = []
    const far = (some: readonly TestModule[]) => [
      ...spread(some),
      ...Array.from({ length: 600 }, () => 'x.test/y v1 h1:y\n'),
    ]
    const records = modules.flatMap(module => far([module]))
    upstream.publish(modules, records)
    for (const [i, module] of modules.entries()) {
      // Its right edge lies in a tile that no module's record is in.
      upstream.headSize = 300 + i * 901 + 500
      world.pulls.now += 3_600_000
      await world.take([module])
      const bytes = (await world.pull?.relay(lookupPath(module))) ?? assert.fail()
      heads.push(openSignedHead(parseLookup(bytes).head, verifiers))
      if (i % 3 === 2) await world.refresh()
    }
    assert.equal(new Set(heads.map(({ size }) => size)).size, modules.length)
    for (const head of heads)
      for (const module of modules) assert.equal((await verified(module, head))?.size, 300 + 5 * 901 + 500)
  })

  it('records a head that was given since, also where no version is new', async () => {
    await world.take([a])
    await world.refresh()
    upstream.publish(modules, [...spread(modules), ...spread([c])])
    world.pulls.now += 3_600_000
    const far = makeModule({ path: 'proofs.test/far', version: 'v1.0.0' })
    upstream.publish([...modules, far], [...spread(modules), far.record])
    assert.equal(await world.relay(far), 2107)
    const { outcome, size, heads, records } = await world.refresh()
    assert.deepEqual([outcome, size, heads, records], ['refreshed', 2107, 1, 1])
  })

  it('keeps the blob before for who reads it, and no older one', async () => {
    const digests: (string | undefined)[] = []
    for (const module of [a, b, c]) {
      await world.take([module])
      await world.refresh()
      digests.push(world.pulls.log.state.proofs?.sha256)
    }
    assert.deepEqual(
      await world.blobs(),
      digests
        .slice(1)
        .map(digest => proofsKey(digest ?? ''))
        .sort(),
    )
  })

  it('asks for no path that policy keeps from the upstream', async () => {
    await world.take([a, b])
    world.hidden = path => path === b.path
    upstream.asked.length = 0
    world.pulls.now += 3_600_000
    assert.equal((await world.refresh()).records, 1)
    assert.ok(!upstream.asked.some(path => path.includes('m1')))
  })

  it('tells what could not be proved, records the rest, and takes it up the next time', async () => {
    await world.take([a, b])
    world.pulls.now += 3_600_000
    const path = `sumdb/${testDatabase.name}/${lookupPath(b)}`
    upstream.misbehaviours.set(path, { kind: 'status', code: 500, text: 'no' })
    const report = await world.refresh()
    assert.deepEqual([report.records, report.failed], [1, 1])
    assert.equal(refreshFailure(report)?.code, 'incomplete')
    assert.ok(world.told.includes('proofs.test/m1@v1.0.0 failed'))
    upstream.misbehaviours.clear()
    world.pulls.now += 3_600_000
    const again = await world.refresh()
    assert.deepEqual([again.records, again.failed], [2, 0])
    assert.equal(refreshFailure(again), undefined)
  })

  it('takes no other record than that of the log', async () => {
    await world.take([a])
    const { log } = world.pulls
    await log.append([{ kind: 'record', path: b.path, version: b.version, h1Zip: a.h1Zip, h1Mod: a.h1Mod }])
    const { records, failed } = await world.refresh()
    assert.deepEqual([records, failed], [1, 1])
    assert.equal(await verified(b), undefined)
  })

  it('ends with the evidence where the database contradicts itself, and changes nothing', async () => {
    await world.take([a])
    await world.refresh()
    const before = world.pulls.log.state.proofs?.sha256
    await world.take([b])
    world.pulls.now += 3_600_000
    upstream.publish(modules, ['evil.test v1.0.0 h1:z\n', ...spread(modules)])
    await assert.rejects(world.refresh(), error => isGoferryError(error, 'log-fork') && 'kept' in error.params)
    assert.equal(world.pulls.log.state.proofs?.sha256, before)
    assert.ok(await verified(a))
  })

  it('asks anew for a kept tile that was damaged', async () => {
    await world.take([a, b])
    const { store } = world.pulls.disk
    const key = `log/peers/${testDatabase.name}/tile/8/0/001`
    const good = (await store.read(key, 10_000)) ?? assert.fail()
    await store.remove(key)
    await store.put(key, good.with(7, (good[7] ?? 0) ^ 1))
    // As a new process: nothing of it is in memory.
    await world.open()
    assert.equal((await world.refresh()).records, 2)
    assert.ok(await verified(a))
  })

  it('refuses a tile of the database that does not belong to the head, and records nothing', async () => {
    await world.take([a])
    await world.relay(a)
    await world.pulls.disk.store.remove(`log/peers/${testDatabase.name}/tile/8/0/001`)
    await world.open()
    world.pulls.now += 3_600_000
    const path = `sumdb/${testDatabase.name}/tile/8/0/001`
    for (const bytes of [new Uint8Array(8192), new Uint8Array(3)]) {
      upstream.misbehaviours.set(path, { kind: 'bytes', bytes })
      await assert.rejects(world.refresh(), { code: 'bad-proof' })
      world.pulls.now += 3_600_000
    }
    assert.deepEqual([await world.blobs(), world.pulls.log.state.proofs], [[], undefined])
  })

  it('makes a blob anew that was damaged or lost', async () => {
    await world.take([a, b])
    await world.refresh()
    const { store } = world.pulls.disk
    const key = proofsKey(world.pulls.log.state.proofs?.sha256 ?? '')
    const good = (await store.read(key, 1 << 24)) ?? assert.fail()
    for (const bad of [good.with(-1, (good.at(-1) ?? 0) ^ 1), good.subarray(1), undefined]) {
      await store.remove(key)
      if (bad !== undefined) await store.put(key, bad)
      assert.equal(await world.replay.recorded('tile/8/0/001'), undefined)
      assert.equal((await world.refresh()).outcome, 'refreshed')
      assert.ok(await verified(a))
    }
  })

  it('that is stopped leaves what was there', async () => {
    await world.take([a])
    await world.refresh()
    await world.take([b])
    const stopped = new AbortController()
    stopped.abort()
    await assert.rejects(world.refresh(stopped.signal), { code: 'interrupted' })
    assert.ok(await verified(a))
    assert.equal(await verified(b), undefined)
  })

  it('for which there is no room leaves what was there, and nothing half', async () => {
    await world.take([a])
    await world.refresh()
    await world.take([b])
    const blobs = await world.blobs()
    world.watched = async function* (bytes) {
      let left = 2
      for await (const one of bytes) {
        if (left-- === 0) throw new GoferryError('no-space', { subject: 'disk' })
        yield one
      }
    }
    await assert.rejects(world.refresh(), { code: 'no-space' })
    assert.deepEqual(await world.blobs(), blobs)
    assert.ok(await verified(a))
    assert.equal(await verified(b), undefined)
  })

  it('without an upstream that answers changes nothing', async () => {
    await world.take([a])
    upstream.misbehaviours.set(latest, { kind: 'status', code: 403, text: 'not for you' })
    await assert.rejects(world.refresh(), { code: 'upstream-refused' })
    assert.deepEqual([await world.blobs(), world.pulls.log.state.proofs], [[], undefined])
  })
})

describe('a refresh that is killed', () => {
  /** What was there before, and what is new; clients hold the head that each was given. */
  async function prepared(): Promise<{ readonly dying: ProofsWorld; readonly kept: SignedHead }> {
    const dying = new ProofsWorld(upstream)
    await dying.open()
    upstream.publish(modules.slice(0, 2), spread(modules.slice(0, 2)))
    await dying.take([a, b])
    await dying.refresh()
    const kept = (await verified(a, undefined, dying)) ?? assert.fail()
    upstream.publish(modules, spread(modules))
    dying.pulls.now += 3_600_000
    await dying.take([c])
    return { dying, kept }
  }

  /** Old or new, whole; the next refresh makes the new. */
  async function checkAfter(dying: ProofsWorld, kept: SignedHead): Promise<void> {
    dying.pulls.disk.restart()
    dying.pulls.proofsReached = () => undefined
    dying.pulls.now += 3_600_000
    await dying.open()
    const found = (await verified(a, kept, dying)) ?? assert.fail('nothing is served')
    assert.equal((await verified(b, kept, dying))?.size, found.size)
    assert.equal((await verified(c, kept, dying)) === undefined, found.size === kept.size)
    await dying.refresh()
    assert.equal((await verified(c, kept, dying))?.size, 2106)
    const blobs = await dying.blobs()
    assert.ok(blobs.includes(proofsKey(dying.pulls.log.state.proofs?.sha256 ?? '')) && blobs.length <= 2)
    await dying.pulls.close()
  }

  for (const step of PROOFS_STEPS)
    it(`at ${step} leaves the old one or the new one`, async () => {
      const { dying, kept } = await prepared()
      let died = false
      dying.pulls.proofsReached = (at: ProofsStep | string) => {
        if (at !== step) return
        died = true
        dying.pulls.disk.faults.when(() => 'fail')
        throw new TypeError(`died at ${step}`)
      }
      await assert.rejects(dying.refresh())
      assert.ok(died)
      await checkAfter(dying, kept)
    })

  for (const fault of ['fail', 'fail-after'] as const)
    it(`leaves the old one or the new one, whichever call of the store comes to "${fault}"`, async t => {
      const clean = await prepared()
      const { calls } = clean.dying.pulls.disk.faults
      const first = calls.length
      await clean.dying.refresh()
      const writes = calls.slice(first).filter(({ operation }) => !/^(open|read|stat|list)$/.test(operation))
      assert.ok(writes.length > 8)
      await clean.dying.pulls.close()
      for (const { index } of writes) {
        const { dying, kept } = await prepared()
        let at = -1
        dying.pulls.disk.faults.when(() => {
          at++
          return at === index - first ? fault : undefined
        })
        await dying.refresh().catch((error: unknown) => assert.ok(isGoferryError(error), String(error)))
        await checkAfter(dying, kept)
      }
      t.diagnostic(`${writes.length} calls`)
    })
})

describe('the head of a lookup', () => {
  it('is one for all, and moves only for a record beyond it', async () => {
    upstream.headSizes.set(a.path, 400)
    upstream.headSizes.set(b.path, 700)
    await world.take([a, b])
    assert.equal(await world.relay(a), 700)
    upstream.headSizes.set(c.path, 1000)
    assert.deepEqual([await world.relay(b), await world.relay(c), await world.relay(a)], [700, 1000, 1000])
    upstream.headSizes.clear()
    assert.equal(
      sizeIn(Buffer.concat([Buffer.from('\n\n'), (await world.pull?.relay('latest')) ?? assert.fail()])),
      1000,
    )
  })
})
