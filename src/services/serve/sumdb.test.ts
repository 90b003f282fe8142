import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Mood, ServeWorld } from '../../../test/support/serve-world.ts'
import { isGoferryError } from '../../core/errors.ts'
import { type Answer, wholeBody } from './answer.ts'
import { serveSumdb, serveTlog } from './sumdb.ts'

const held = { path: 'x.test/m', version: 'v1.0.0' }
const far = { isLocal: false }
const here = { isLocal: true }

/** The body, or the code of the error. */
async function said(answer: Promise<Answer>): Promise<string> {
  try {
    return Buffer.from(await wholeBody((await answer).body)).toString()
  } catch (error) {
    if (isGoferryError(error)) return error.code
    throw error
  }
}

describe('serveSumdb', () => {
  const ask = (name: string, rest: string, client = far, mood: Mood = 'none') =>
    said(serveSumdb(new ServeWorld(mood).hold(held), name, rest, client))

  for (const name of ['log.test', 'sum.test', 'any.test'])
    it(`says that it serves ${name}, or the go command would go to the network`, async () => {
      assert.equal(await ask(name, 'supported'), '')
    })

  const own: readonly [string, string][] = [
    ['latest', 'head'],
    ['lookup/x.test/m@v1.0.0', 'record of x.test/m@v1.0.0'],
    ['tile/8/0/000', 'tile'],
    ['tile/8/0/000.p/3', 'tile'],
    ['tile/8/0/001', 'absent'],
    ['tile/2/0/000', 'absent'],
    ['tile/8/0/0', 'bad-tile'],
    ['tile/8/0/000.p/0', 'bad-tile'],
    ['tile/8/0/000.p/256', 'bad-tile'],
    ['tile/8/data/000', 'denied'],
    ['lookup/', 'bad-version'],
    ['lookup/x.test/m', 'bad-version'],
    ['lookup/x.test/m@v1', 'bad-version'],
    ['lookup/x.test/M@v1.0.0', 'bad-module-path'],
    ['else', 'bad-tile'],
  ]
  for (const [rest, wanted] of own)
    it(`answers ${rest} of our own log with ${wanted}`, async () => assert.equal(await ask('log.test', rest), wanted))

  it('gives data tiles to this machine alone', async () => {
    assert.equal(await ask('log.test', 'tile/8/data/000', here), 'data')
  })

  it('refuses other databases by policy, whatever is asked', async () => {
    for (const rest of ['latest', 'lookup/x.test/m@v1.0.0', 'tile/8/0/000'])
      assert.equal(await ask('any.test', rest, here, 'ok'), 'denied')
  })

  it('relays the public database through the upstream, and says so where there is none', async () => {
    assert.equal(await ask('sum.test', 'tile/8/0/000', far, 'ok'), 'relayed tile/8/0/000')
    assert.equal(await ask('sum.test', 'tile/8/0/000'), 'denied')
  })

  it('gives what is recorded before it asks, and what was kept where there is nobody to ask', async () => {
    const rest = 'tile/8/0/000'
    const answer = (mood: Mood, recorded: boolean, kept: boolean) => {
      const world = new ServeWorld(mood)
      if (recorded) world.recorded.set(rest, 'recorded')
      if (kept) world.kept.set(rest, 'kept')
      return said(serveSumdb(world, 'sum.test', rest, far))
    }
    assert.equal(await answer('ok', true, true), 'recorded')
    assert.equal(await answer('none', true, true), 'recorded')
    assert.equal(await answer('ok', false, true), `relayed ${rest}`)
    assert.equal(await answer('none', false, true), 'kept')
    assert.equal(await answer('none', false, false), 'denied')
  })

  it('gives nothing recorded of what policy hides', async () => {
    const world = new ServeWorld('none', { deny: ['x.test'] })
    world.recorded.set('lookup/x.test/m@v1.0.0', 'recorded')
    assert.equal(await said(serveSumdb(world, 'sum.test', 'lookup/x.test/m@v1.0.0', far)), 'denied')
  })

  it('pulls a version that is not in the log yet before it answers', async () => {
    const world = new ServeWorld('ok')
    assert.equal(await said(serveSumdb(world, 'log.test', 'lookup/x.test/n@v1.0.0', far)), 'record of x.test/n@v1.0.0')
    assert.deepEqual(world.asked, ['x.test/n@v1.0.0.mod'])
  })
})

describe('serveTlog', () => {
  const paths: readonly [string, string, string][] = [
    ['checkpoint', 'checkpoint', 'checkpoint'],
    ['tile/0/000', 'tile', 'tile'],
    ['tile/0/001', 'absent', 'absent'],
    ['tile/entries/000', 'denied', 'entries'],
    ['tile/0', 'bad-tile', 'bad-tile'],
    ['tile/8/data/000', 'bad-tile', 'bad-tile'],
  ]
  for (const [rest, away, local] of paths)
    it(`answers ${rest} with ${away} elsewhere and ${local} here`, async () => {
      assert.equal(await said(serveTlog(new ServeWorld(), rest, far)), away)
      assert.equal(await said(serveTlog(new ServeWorld(), rest, here)), local)
    })
})
