import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { MisbehavingUpstream } from '../../../test/support/misbehaving-upstream.ts'
import { PullWorld } from '../../../test/support/pull-world.ts'
import { makeModule } from '../../../test/support/test-module.ts'

const [a, b, c] = ['a', 'b', 'c'].map(name => makeModule({ path: `example.com/${name}`, version: 'v1.0.0' })) as [
  ReturnType<typeof makeModule>,
  ReturnType<typeof makeModule>,
  ReturnType<typeof makeModule>,
]
const latest = 'log/peers/sum.test/latest'
const more = Array.from({ length: 300 }, (_, i) => `more.test/m${i} v1.0.0 h1:y\n`)

let upstream: MisbehavingUpstream
let world: PullWorld

before(async () => {
  upstream = await MisbehavingUpstream.start([])
})
after(() => upstream.stop())
beforeEach(() => {
  upstream.publish([a, b, c])
  upstream.misbehaviours.clear()
  upstream.headSize = undefined
  upstream.headSizes.clear()
  upstream.asked.length = 0
  world = new PullWorld()
})
afterEach(() => world.close())

/** The size of the head that is kept on the disk. */
async function keptSize(): Promise<number> {
  const note = await world.disk.store.read(latest, 10_000)
  return Number(
    Buffer.from(note ?? '')
      .toString()
      .split('\n')[1],
  )
}

describe('the kept head of the public database', () => {
  it('moves forward with newer lookups, durable before the version is logged', async () => {
    const steps: string[] = []
    world.disk.reached = step => void steps.push(step)
    const pull = await world.open(upstream)
    upstream.headSize = upstream.fillers + 1
    await pull.fetch(a, 'mod')
    assert.equal(await keptSize(), upstream.fillers + 1)
    assert.ok(steps.indexOf('upstream-head-kept') < steps.lastIndexOf('head-swapped'))
    upstream.headSize = undefined
    await pull.fetch(b, 'mod')
    assert.equal(await keptSize(), upstream.fillers + 3)
  })

  it('never goes back: an older head is proved a prefix, also by the next process', async () => {
    await (await world.open(upstream)).fetch(c, 'mod')
    upstream.headSize = upstream.fillers + 1
    await (await world.open(upstream)).fetch(a, 'mod')
    assert.equal(await keptSize(), upstream.fillers + 3)
    assert.equal(await world.held(a), 'm')
  })

  it('many lookups at once leave the newest one', async () => {
    const pull = await world.open(upstream)
    for (const [i, module] of [a, b, c].entries()) upstream.headSizes.set(module.path, upstream.fillers + 1 + i)
    await Promise.all([c, a, b].map(module => pull.fetch(module, 'mod')))
    assert.equal(await keptSize(), upstream.fillers + 3)
  })

  it('finds a fork: refused, with both signed heads for the operator, and nothing stored', async () => {
    await (await world.open(upstream)).fetch(a, 'mod')
    for (const records of [
      ['evil', a.record, b.record, c.record],
      [a.record, b.record, 'evil'],
      [b.record, ...more],
    ]) {
      upstream.publish(
        [a, b, c],
        records.map(text => (text === 'evil' ? 'evil.test v1.0.0 h1:z\n' : text)),
      )
      const pull = await world.open(upstream)
      world.events.length = 0
      await assert.rejects(pull.fetch(b, 'mod'), { code: 'log-fork' })
      assert.deepEqual(world.events, ['error public-database-forked'])
      assert.equal(await keptSize(), upstream.fillers + 3)
      assert.equal(await world.held(b), '')
    }
  })

  it('that is damaged on the disk stops the pull and is not replaced', async () => {
    await world.disk.store.replace(latest, Buffer.from('damaged'))
    const pull = await world.open(upstream)
    await assert.rejects(pull.fetch(a, 'mod'), { code: 'store-damaged', subject: latest })
    assert.equal(Buffer.from((await world.disk.store.read(latest, 100)) ?? '').toString(), 'damaged')
  })

  it('and its tiles are not kept where the lookup fails', async () => {
    upstream.misbehaviours.set('sumdb/sum.test/tile/8/1/000.p/1', { kind: 'bytes', bytes: new Uint8Array(32) })
    const pull = await world.open(upstream)
    await assert.rejects(pull.fetch(a, 'mod'), { code: 'bad-proof' })
    assert.deepEqual(await world.disk.keys('log/peers'), [])
  })
})

describe('tiles of the public database', () => {
  it('full ones are kept and not asked again, nor by the next process; partial ones are cut from them', async () => {
    upstream.publish([a, b, c], [a.record, ...more, b.record, c.record])
    upstream.headSize = upstream.fillers + 302
    await (await world.open(upstream)).fetch(b, 'mod')
    upstream.headSize = undefined
    await (await world.open(upstream)).fetch(a, 'mod')
    const kept = (await world.disk.keys('log/peers')).filter(key => key.includes('/tile/'))
    assert.deepEqual(kept, ['log/peers/sum.test/tile/8/0/001'])
    const pull = await world.open(upstream)
    await pull.fetch(a, 'info')
    assert.equal((await pull.relay('tile/8/0/001.p/144')).length, 144 * 32)
    assert.deepEqual(
      upstream.asked.filter(asked => asked.includes('tile/8/0/001')),
      ['sumdb/sum.test/tile/8/0/001'],
    )
  })

  it('that were damaged on the disk are fetched again and replaced, and the upstream is not blamed', async () => {
    const key = 'log/peers/sum.test/tile/8/0/001'
    upstream.publish([a, b, c], [a.record, ...more, b.record, c.record])
    for (const damaged of [new Uint8Array(8192), new Uint8Array(100), new Uint8Array(100_000)]) {
      await (await world.open(upstream)).relay('lookup/example.com/a@v1.0.0')
      const sound = await world.disk.store.read(key, 10_000)
      await world.disk.store.remove(key)
      await world.disk.store.put(key, damaged)
      world.events.length = 0
      const pull = await world.open(upstream)
      assert.ok(await pull.relay('lookup/example.com/a@v1.0.0'))
      assert.deepEqual(world.events, ['warn stored-tile-damaged'])
      assert.deepEqual(await world.disk.store.read(key, 100_000), sound)
    }
  })

  it('that were damaged are dropped also where only their beginning is needed', async () => {
    const key = 'log/peers/sum.test/tile/8/0/001'
    upstream.publish([a, b, c], [a.record, ...more, b.record, c.record])
    upstream.headSize = upstream.fillers + 100
    await world.disk.store.put(key, new Uint8Array(8192))
    await (await world.open(upstream)).fetch(a, 'mod')
    assert.deepEqual(world.events, ['warn stored-tile-damaged'])
    assert.equal(await world.disk.store.stat(key), undefined)
  })

  it('are cut from the full one where the database has dropped the partial one', async () => {
    upstream.publish([a, b, c], [a.record, ...more, b.record, c.record])
    upstream.headSize = upstream.fillers + 100
    upstream.misbehaviours.set('sumdb/sum.test/tile/8/0/001.p/144', { kind: 'status', code: 404, text: '' })
    const pull = await world.open(upstream)
    await pull.fetch(a, 'mod')
    assert.ok(upstream.asked.includes('sumdb/sum.test/tile/8/0/001'))
    assert.equal(await keptSize(), upstream.fillers + 100)
  })
})

describe('the relay', () => {
  it('gives verified lookups, heads and hash tiles, and nothing else', async () => {
    const pull = await world.open(upstream)
    const text = async (rest: string) => Buffer.from(await pull.relay(rest)).toString('latin1')
    assert.ok((await text('lookup/example.com/a@v1.0.0')).startsWith(`${upstream.fillers}\n${a.record}\n`))
    assert.ok((await text('latest')).startsWith('go.sum database tree\n303\n'))
    assert.equal((await pull.relay('tile/8/0/000')).length, 8192)
    assert.equal((await pull.relay('tile/8/1/000.p/1')).length, 32)
    for (const rest of ['tile/8/data/000', 'tile/4/0/000', 'other', 'lookup/', '../secret', '']) {
      await assert.rejects(pull.relay(rest), { code: 'absent' }, rest)
    }
    await assert.rejects(pull.relay('tile/8/0/0'), { code: 'bad-tile' })
    await assert.rejects(pull.relay('lookup/EXAMPLE.com/a@v1.0.0'), { code: 'bad-module-path' })
    await assert.rejects(pull.relay('lookup/example.com/none@v1.0.0'), { code: 'not-listed' })
  })

  it('gives no empty and no unrelated record (CVE-2026-42501)', async () => {
    const pull = await world.open(upstream)
    const honest = Buffer.from(await pull.relay('lookup/example.com/b@v1.0.0'))
    for (const bytes of ['', honest]) {
      upstream.misbehaviours.set('sumdb/sum.test/lookup/example.com/a@v1.0.0', { kind: 'bytes', bytes })
      await assert.rejects(pull.relay('lookup/example.com/a@v1.0.0'), { code: 'bad-record' })
      world.now += 61_000
    }
  })

  it('gives no head that is older than the kept one', async () => {
    await (await world.open(upstream)).fetch(c, 'mod')
    upstream.headSize = upstream.fillers + 1
    const relayed = await (await world.open(upstream)).relay('latest')
    assert.deepEqual(Buffer.from(relayed), Buffer.from((await world.disk.store.read(latest, 10_000)) ?? ''))
    assert.equal(await keptSize(), upstream.fillers + 3)
  })

  it('gives no web page for a tile, and no head of another time line', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(a, 'mod')
    const page = Buffer.from('<html>log in</html>')
    upstream.misbehaviours.set('sumdb/sum.test/tile/8/1/000.p/1', { kind: 'bytes', bytes: page })
    world.now += 61_000
    await assert.rejects(pull.relay('tile/8/1/000.p/1'), { code: 'bad-proof' })
    upstream.misbehaviours.clear()
    upstream.publish([b], ['fork.test/m v1.0.0 h1:x\n', ...more, b.record])
    world.now += 61_000
    await assert.rejects(pull.relay('latest'), { code: 'log-fork' })
  })
})
