import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { inspect } from 'node:util'
import { MisbehavingUpstream, type Misbehaviour } from '../../../test/support/misbehaving-upstream.ts'
import { PullWorld } from '../../../test/support/pull-world.ts'
import { makeModule } from '../../../test/support/test-module.ts'

const path = 'example.com/m'
const good = makeModule({ path, version: 'v1.0.0' })
const other = makeModule({ path: 'example.com/other', version: 'v1.0.0' })
const tampered = makeModule({ path, version: 'v1.0.0', files: { 'a.go': 'package a // and more\n' } })
const otherMod = makeModule({ path, version: 'v1.0.0', goMod: `module ${path}\n\ngo 1.20\n` })
const [mod, info, zip] = ['mod', 'info', 'zip'].map(part => `${path}/@v/v1.0.0.${part}`) as [string, string, string]
const lookup = `sumdb/sum.test/lookup/${path}@v1.0.0`

let upstream: MisbehavingUpstream
let world: PullWorld

before(async () => {
  upstream = await MisbehavingUpstream.start([good, other])
})
after(() => upstream.stop())
beforeEach(() => {
  upstream.misbehaviours.clear()
  upstream.asked.length = 0
  world = new PullWorld()
})
afterEach(() => world.close())

/** What an upstream does to a file, what of the version was asked, and what the caller must hear. */
interface Case {
  readonly name: string
  readonly path: string
  readonly bad: Misbehaviour
  readonly part: 'mod' | 'info' | 'zip'
  readonly error: { code: string; reason?: string }
}

const bytes = (value: Uint8Array | string): Misbehaviour => ({ kind: 'bytes', bytes: value })
const status = (code: number): Misbehaviour => ({ kind: 'status', code, text: 'because' })
const truncated = { code: 'upstream-failed', reason: 'upstream-broken' }
const webPage = { code: 'upstream-failed', reason: 'upstream-html' }

const cases: Case[] = [
  {
    name: 'a zip with other files',
    path: zip,
    bad: bytes(tampered.zip),
    part: 'zip',
    error: { code: 'mismatch', reason: 'pull-hash' },
  },
  { name: 'the zip of another module', path: zip, bad: bytes(other.zip), part: 'zip', error: { code: 'bad-zip' } },
  { name: 'a zip with another go.mod', path: zip, bad: bytes(otherMod.zip), part: 'zip', error: { code: 'mismatch' } },
  { name: 'an empty zip', path: zip, bad: bytes(''), part: 'zip', error: { code: 'bad-zip' } },
  { name: 'a web page for a zip', path: zip, bad: { kind: 'html' }, part: 'zip', error: { code: 'bad-zip' } },
  { name: 'half a zip', path: zip, bad: { kind: 'truncated' }, part: 'zip', error: truncated },
  {
    name: 'another go.mod',
    path: mod,
    bad: bytes(otherMod.mod),
    part: 'mod',
    error: { code: 'mismatch', reason: 'pull-hash' },
  },
  { name: 'an empty go.mod', path: mod, bad: bytes(''), part: 'mod', error: { code: 'mismatch', reason: 'pull-hash' } },
  { name: 'a web page for a go.mod', path: mod, bad: { kind: 'html' }, part: 'mod', error: webPage },
  {
    name: 'a go.mod without end (A04)',
    path: mod,
    bad: { kind: 'endless' },
    part: 'mod',
    error: { code: 'too-large' },
  },
  { name: 'half a go.mod', path: mod, bad: { kind: 'truncated' }, part: 'mod', error: truncated },
  {
    name: 'the .info of another version',
    path: info,
    bad: bytes('{"Version":"v1.0.1"}'),
    part: 'info',
    error: { code: 'bad-info' },
  },
  { name: 'a web page for an .info', path: info, bad: { kind: 'html' }, part: 'info', error: webPage },
  { name: 'an .info without end', path: info, bad: { kind: 'endless' }, part: 'info', error: { code: 'too-large' } },
  {
    name: 'a refusal',
    path: mod,
    bad: status(403),
    part: 'mod',
    error: { code: 'upstream-refused', reason: 'upstream-text' },
  },
  { name: 'too many requests', path: mod, bad: status(429), part: 'mod', error: { code: 'upstream-refused' } },
  {
    name: 'a server error',
    path: mod,
    bad: status(500),
    part: 'mod',
    error: { code: 'upstream-failed', reason: 'upstream-status' },
  },
  { name: 'not found', path: zip, bad: status(404), part: 'zip', error: { code: 'absent', reason: 'upstream-text' } },
  { name: 'gone', path: zip, bad: status(410), part: 'zip', error: { code: 'absent' } },
  { name: 'a lost connection', path: mod, bad: { kind: 'reset' }, part: 'mod', error: truncated },
  {
    name: 'a redirect to where clouds keep secrets (A16)',
    path: mod,
    bad: { kind: 'redirect', location: 'http://169.254.169.254/' },
    part: 'mod',
    error: { code: 'upstream-failed', reason: 'upstream-redirect-internal' },
  },
  {
    name: 'the record of another module',
    path: lookup,
    bad: bytes(recordFor('example.com/other v1.0.0')),
    part: 'mod',
    error: { code: 'bad-record' },
  },
  { name: 'an empty record', path: lookup, bad: bytes(''), part: 'mod', error: { code: 'bad-record' } },
  { name: 'a web page for a record', path: lookup, bad: { kind: 'html' }, part: 'mod', error: { code: 'bad-record' } },
  { name: 'a refused lookup', path: lookup, bad: status(403), part: 'mod', error: { code: 'not-checked' } },
  { name: 'a broken lookup', path: lookup, bad: status(500), part: 'mod', error: { code: 'not-checked' } },
  { name: 'half a lookup', path: lookup, bad: { kind: 'truncated' }, part: 'mod', error: { code: 'not-checked' } },
  { name: 'a lookup without end', path: lookup, bad: { kind: 'endless' }, part: 'mod', error: { code: 'not-checked' } },
]

function recordFor(what: string): string {
  const h1 = `h1:${Buffer.alloc(32).toString('base64')}`
  return `300\n${what} ${h1}\n${what}/go.mod ${h1}\n\n`
}

describe('an upstream that misbehaves', () => {
  for (const { name, path: spoilt, bad, part, error } of cases) {
    it(`with ${name} is caught and named, and nothing is stored or logged`, async () => {
      upstream.misbehaviours.set(spoilt, bad)
      const pull = await world.open(upstream)
      await assert.rejects(pull.fetch(good, part), error)
      assert.equal(await world.held(good), '')
      assert.equal(world.log.state.size, 0)
      assert.equal(world.log.head().size, 0)
    })
  }

  it('with a false record is found out by the tree: the hashes are changed, head and place are true', async () => {
    const pull = await world.open(upstream)
    const honest = Buffer.from(await pull.relay(`lookup/${path}@v1.0.0`)).toString()
    upstream.misbehaviours.set(lookup, bytes(honest.replace(good.h1Zip, tampered.h1Zip)))
    upstream.misbehaviours.set(zip, bytes(tampered.zip))
    world.now += 61_000
    await assert.rejects(pull.fetch(good, 'zip'), { code: 'bad-proof', reason: 'proof-record' })
    assert.deepEqual([await world.held(good), world.log.state.size], ['', 0])
    assert.deepEqual(world.events, ['warn verification-failed'])
  })

  it('with false tiles is found out by the root', async () => {
    upstream.misbehaviours.set('sumdb/sum.test/tile/8/0/001.p/46', bytes(new Uint8Array(46 * 32)))
    const pull = await world.open(upstream)
    await assert.rejects(pull.fetch(good, 'mod'), { code: 'bad-proof' })
    assert.deepEqual([await world.held(good), world.log.state.size], ['', 0])
    assert.equal(await world.disk.store.stat('log/peers/sum.test/latest'), undefined)
  })

  it('that keeps silent, before the head or after it, is given up', async () => {
    world.patience = { headMs: 250, silenceMs: 250 }
    const pull = await world.open(upstream)
    await pull.fetch(other, 'mod')
    for (const kind of ['silent', 'stalled'] as const) {
      upstream.misbehaviours.set(mod, { kind })
      await assert.rejects(pull.fetch(good, 'mod'), { code: 'upstream-failed', reason: 'upstream-silent' })
      world.now += 6000
    }
    assert.equal(await world.held(good), '')
  })

  it('and is slow is waited for, by all callers together', async () => {
    upstream.misbehaviours.set(zip, { kind: 'slow', ms: 150 })
    const pull = await world.open(upstream)
    await Promise.all(Array.from({ length: 20 }, () => pull.fetch(good, 'zip')))
    assert.equal(upstream.counts()[zip], 1)
    assert.equal(await world.held(good), 'zmi')
  })

  it('sees no credentials of ours in errors, records or journal (A18)', async () => {
    const secret = 'canary-51d0'
    upstream.misbehaviours.set(mod, status(500))
    const pull = await world.open(upstream, {}, upstream.url.replace('//', `//me:${secret}@`))
    const error = await pull.fetch(good, 'mod').catch((e: unknown) => e)
    await pull.fetch(good, 'zip')
    const shown = [
      inspect(error, { depth: 9 }),
      JSON.stringify(world.journalled),
      inspect(world.log.state.version(path, 'v1.0.0')),
    ]
    for (const text of shown) assert.ok(!text.includes(secret) && !text.includes('bWU6'), text)
  })

  it('cannot change a version that the log holds: refused, with an alarm (A03)', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(good, 'mod')
    const moved = await MisbehavingUpstream.start([tampered])
    try {
      world.disk.store.remove('log/peers/sum.test/latest')
      const later = await world.open(moved)
      await assert.rejects(later.fetch(good, 'zip'), { code: 'mismatch', reason: 'pull-conflict' })
      assert.ok(world.events.includes('error authority-conflict'))
      assert.equal(await world.held(good), 'm')
      assert.equal(world.log.state.size, 1)
    } finally {
      await moved.stop()
    }
  })

  it('may keep the database from us for a version that the log holds: its record stands', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(good, 'mod')
    world.now += 61_000
    upstream.misbehaviours.set(lookup, status(500))
    await pull.fetch(good, 'zip')
    assert.equal(await world.held(good), 'zmi')
  })
})
