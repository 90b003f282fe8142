import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { MisbehavingUpstream } from '../../../test/support/misbehaving-upstream.ts'
import { PullWorld } from '../../../test/support/pull-world.ts'
import { makeModule } from '../../../test/support/test-module.ts'

const path = 'example.com/Mixed/m'
const one = makeModule({ path, version: 'v1.0.0' })
const two = makeModule({ path, version: 'v1.1.0', files: { 'b.go': 'package a // b\n' } })

let upstream: MisbehavingUpstream
let world: PullWorld

before(async () => {
  upstream = await MisbehavingUpstream.start([])
})
after(() => upstream.stop())
beforeEach(() => {
  upstream.publish([one, two])
  upstream.misbehaviours.clear()
  upstream.refs.clear()
  upstream.asked.length = 0
  world = new PullWorld()
})
afterEach(() => world.close())

describe('what changes with time', () => {
  it('lists are kept for minutes, then renewed behind the answer; a failure leaves the old one', async () => {
    const pull = await world.open(upstream)
    const list = `${path.replace('M', '!m')}/@v/list`
    const known = (...versions: string[]) => ({ status: 'known', versions })
    assert.deepEqual(await pull.list(path), known('v1.0.0', 'v1.1.0'))
    upstream.publish([one])
    world.now += 179_000
    assert.deepEqual(await pull.list(path), known('v1.0.0', 'v1.1.0'))
    assert.equal(upstream.counts()[list], 1)
    world.now += 2000
    assert.deepEqual(await pull.list(path), known('v1.0.0', 'v1.1.0'))
    await until(async () => (await pull.list(path)).status === 'known' && upstream.counts()[list] === 2)
    await until(async () => JSON.stringify(await pull.list(path)) === JSON.stringify(known('v1.0.0')))
    upstream.misbehaviours.set(list, { kind: 'status', code: 503, text: '' })
    world.now += 181_000
    assert.deepEqual(await pull.list(path), known('v1.0.0'))
    await until(async () => upstream.counts()[list] === 3)
    assert.deepEqual(await pull.list(path), known('v1.0.0'))
  })

  it('lists say whether a path is unknown, refused or failed', async () => {
    const pull = await world.open(upstream)
    assert.deepEqual(await pull.list('example.com'), { status: 'absent' })
    upstream.misbehaviours.set('a.example/@v/list', { kind: 'status', code: 403, text: 'not for you' })
    upstream.misbehaviours.set('b.example/@v/list', { kind: 'html' })
    const refused = await pull.list('a.example')
    assert.ok(refused.status === 'refused' && refused.error.message.includes('not for you'))
    const failed = await pull.list('b.example')
    assert.ok(failed.status === 'failed' && failed.error.message.includes('web page'))
  })

  it('branches and commits resolve, are asked again after seconds, and are never stored', async () => {
    upstream.refs.set(`${path}@main`, 'v1.0.0')
    const pull = await world.open(upstream)
    assert.deepEqual(Buffer.from(await pull.resolve(path, 'main')), Buffer.from(one.info))
    upstream.refs.set(`${path}@main`, 'v1.1.0')
    assert.deepEqual(Buffer.from(await pull.resolve(path, 'main')), Buffer.from(one.info))
    world.now += 11_000
    await until(async () => Buffer.compare(await pull.resolve(path, 'main'), two.info) === 0)
    await assert.rejects(pull.resolve(path, 'nowhere'), { code: 'absent' })
    assert.deepEqual([await world.held(one), await world.held(two), world.log.state.size], ['', '', 0])
  })

  it('@latest is the upstream’s, or nothing', async () => {
    const pull = await world.open(upstream)
    assert.deepEqual(Buffer.from((await pull.latest(path)) ?? []), Buffer.from(two.info))
    assert.equal(await pull.latest('example.com/nothing'), undefined)
  })
})

/** Lets what runs behind an answer come to its end. */
async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await isDone()) return
    await new Promise(resolve => setImmediate(resolve))
  }
  assert.fail('it never came')
}
