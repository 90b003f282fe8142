import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { MisbehavingUpstream } from '../../../test/support/misbehaving-upstream.ts'
import { PullWorld } from '../../../test/support/pull-world.ts'
import { makeModule, type TestModule } from '../../../test/support/test-module.ts'

const path = 'example.com/Mixed/m'
const one = makeModule({ path, version: 'v1.0.0' })
const two = makeModule({ path, version: 'v1.1.0', files: { 'b.go': 'package a // b\n' } })
const old = makeModule({ path: 'old.example/m', version: 'v0.1.0', goMod: undefined })
const vendor = makeModule({ path: 'vendor.example/m', version: 'v1.0.0' })
const at = (module: TestModule) => `${module.path.replace('M', '!m')}/@v/${module.version}`

let upstream: MisbehavingUpstream
let world: PullWorld

before(async () => {
  upstream = await MisbehavingUpstream.start([])
})
after(() => upstream.stop())
beforeEach(() => {
  upstream.publish(
    [one, two, old, vendor],
    [one, two, old].map(module => module.record),
  )
  upstream.misbehaviours.clear()
  upstream.headSize = undefined
  upstream.asked.length = 0
  world = new PullWorld()
})
afterEach(() => world.close())

/** What was asked but for the checksum database. */
function files(): string[] {
  return upstream.asked.filter(asked => !asked.startsWith('sumdb/')).toSorted()
}

describe('a pull', () => {
  it('of a .mod brings the .mod alone, with a record', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(one, 'mod')
    assert.deepEqual(files(), [`${at(one)}.mod`])
    assert.equal(await world.held(one), 'm')
    const known = world.log.state.version(one.path, one.version)
    assert.deepEqual(known?.record, { id: 0, h1Zip: one.h1Zip, h1Mod: one.h1Mod })
    assert.equal(known?.zip ?? known?.info, undefined)
  })

  it('of an .info brings the .info alone', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(one, 'info')
    assert.deepEqual(files(), [`${at(one)}.info`])
    assert.equal(await world.held(one), 'i')
  })

  it('of a .zip brings the .info with it, and takes the go.mod out of the zip', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(two, 'zip')
    assert.deepEqual(files(), [`${at(two)}.info`, `${at(two)}.zip`])
    assert.equal(await world.held(two), 'zmi')
    assert.deepEqual(world.log.state.complete(path), ['v1.1.0'])
    assert.deepEqual(
      { ...world.log.state.version(path, 'v1.1.0')?.zip, sha256: '' },
      { id: 2, sha256: '', size: two.zip.length, at: '2026-02-03T04:05:06Z', from: upstream.url },
    )
  })

  it('of a zip from before modules takes the go.mod that the upstream makes up', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(old, 'zip')
    assert.deepEqual(
      files(),
      ['.info', '.mod', '.zip'].map(end => at(old) + end),
    )
    assert.equal(await world.held(old), 'zmi')
  })

  it('of such a zip takes the go.mod that was taken alone long before: no file is fetched twice', async () => {
    const pull = await world.open(upstream)
    for (const part of ['mod', 'info', 'zip'] as const) {
      await pull.fetch(old, part)
      world.now += 60_000
    }
    assert.deepEqual(
      files(),
      ['.info', '.mod', '.zip'].map(end => at(old) + end),
    )
    assert.equal(await world.held(old), 'zmi')
  })

  it('asks nothing for what is held', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(one, 'zip')
    upstream.asked.length = 0
    for (const part of ['zip', 'mod', 'info'] as const) await pull.fetch(one, part)
    assert.deepEqual(upstream.asked, [])
  })

  it('asks the record first', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(one, 'zip')
    assert.equal(upstream.asked[0], `sumdb/sum.test/lookup/example.com/!mixed/m@v1.0.0`)
    const first = upstream.asked.findIndex(asked => !asked.startsWith('sumdb/'))
    assert.ok(upstream.asked.slice(first).every(asked => !asked.startsWith('sumdb/')))
  })

  it('of 8 clients, 50 requests each, causes one request for each file (A20)', async () => {
    const pull = await world.open(upstream)
    const requests = Array.from({ length: 400 }, (_, i) => {
      const module = [one, two, old][i % 3] ?? one
      return pull.fetch(module, (['mod', 'zip', 'info', 'zip', 'mod'] as const)[i % 5] ?? 'mod')
    })
    await Promise.all([...requests, ...Array.from({ length: 50 }, () => pull.list(path))])
    const doubled = Object.entries(upstream.counts()).filter(([, count]) => count > 1)
    assert.deepEqual(doubled, [])
    assert.deepEqual(await Promise.all([one, two, old].map(module => world.held(module))), ['zmi', 'zmi', 'zmi'])
    assert.equal(world.log.state.size, 9)
  })

  it('holds zip and go.mod of a version without .info, which stays incomplete', async () => {
    upstream.misbehaviours.set(`${at(one)}.info`, { kind: 'status', code: 404, text: 'gone' })
    const pull = await world.open(upstream)
    await pull.fetch(one, 'zip')
    assert.equal(await world.held(one), 'zm')
    assert.deepEqual(world.log.state.complete(path), [])
    await assert.rejects(pull.fetch(one, 'info'), { code: 'absent', params: { code: 404, text: 'gone' } })
    assert.deepEqual(upstream.counts()[`${at(one)}.info`], 1)
  })

  it('remembers what is absent for 30 seconds, failures for 5', async () => {
    const pull = await world.open(upstream)
    const info = `${at(one)}.info`
    const asked = async (later: number) => {
      world.now += later
      await assert.rejects(pull.fetch(one, 'info'))
      return upstream.counts()[info]
    }
    upstream.misbehaviours.set(info, { kind: 'status', code: 410, text: '' })
    assert.deepEqual([await asked(0), await asked(29_000), await asked(1000)], [1, 1, 2])
    world.now += 60_000
    upstream.misbehaviours.set(info, { kind: 'status', code: 500, text: '' })
    assert.deepEqual([await asked(0), await asked(4000), await asked(1000)], [3, 3, 4])
  })

  it('without an upstream says what is missing', async () => {
    const pull = await world.open(undefined)
    await assert.rejects(pull.fetch(one, 'mod'), { code: 'missing', reason: 'answer.no-upstream' })
    assert.equal((await pull.list(path)).status, 'failed')
  })

  it('fails at once for 5 seconds after the upstream could not be reached', async () => {
    const gone = await MisbehavingUpstream.start([one])
    const pull = await world.open(gone)
    await pull.fetch(one, 'mod')
    const url = gone.url
    await gone.stop()
    await assert.rejects(pull.fetch(one, 'zip'), { code: 'upstream-failed', reason: 'upstream-unreachable' })
    await pull.fetch(one, 'mod')
    await assert.rejects(pull.resolve(path, 'main'), {
      reason: 'upstream-unreachable',
      subject: `${url}/example.com/!mixed/m/@v/main.info`,
    })
  })

  it('refuses names that are no versions before anything is asked', async () => {
    const pull = await world.open(upstream)
    await assert.rejects(pull.fetch({ path: 'EXAMPLE', version: 'v1.0.0' }, 'mod'), { code: 'bad-module-path' })
    for (const version of ['main', 'v1', 'v2.0.0', '../v1.0.0']) {
      await assert.rejects(pull.fetch({ path, version }, 'mod'), { code: 'bad-version' })
    }
    assert.deepEqual(upstream.asked, [])
  })
})

describe('an unlisted version', () => {
  const rules = { unlisted: [{ pattern: 'vendor.example', reason: 'contract 7' }] }

  it('is refused without a rule', async () => {
    const pull = await world.open(upstream)
    for (const part of ['mod', 'info', 'zip'] as const) {
      await assert.rejects(pull.fetch(vendor, part), { code: 'not-listed' })
    }
    assert.deepEqual(files(), [`${at(vendor)}.info`])
    assert.deepEqual([world.log.state.size, await world.held(vendor)], [0, ''])
  })

  it('that is +incompatible and has a go.mod is refused as go refuses it, and taken where it has none', async () => {
    const [version, path] = ['v2.0.0+incompatible', 'vendor.example/m']
    const [modern, legacy] = [makeModule({ path, version }), makeModule({ path, version, goMod: undefined })]
    upstream.publish([modern], [])
    const pull = await world.open(upstream, rules)
    for (const part of ['mod', 'zip'] as const)
      await assert.rejects(pull.fetch(modern, part), {
        code: 'bad-version',
        reason: 'version.has-go-mod',
        params: { major: 'v2', path: 'vendor.example/m/v2' },
      })
    assert.deepEqual([world.log.state.size, await world.held(modern)], [0, ''])
    const other = new PullWorld()
    upstream.publish([legacy], [])
    try {
      await (await other.open(upstream, rules)).fetch(legacy, 'zip')
      assert.equal(await other.held(legacy), 'zmi')
      await assert.rejects((await other.open(upstream)).fetch({ path, version: 'v3.0.0+incompatible' }, 'mod'), {
        code: 'absent',
      })
    } finally {
      await other.close()
    }
  })

  it('that is +incompatible is told with the name under which it may be listed', async () => {
    const module = makeModule({ path: 'vendor.example/m', version: 'v2.0.0+incompatible' })
    upstream.publish([module], [])
    await assert.rejects((await world.open(upstream)).fetch(module, 'zip'), {
      code: 'not-listed',
      params: { other: 'vendor.example/m/v2@v2.0.0' },
    })
  })

  it('that the upstream does not have is absent, not unlisted', async () => {
    const pull = await world.open(upstream)
    for (const version of ['v1.9.0', 'v1.9.1']) {
      await assert.rejects(pull.fetch({ path, version }, 'zip'), { code: 'absent' })
    }
  })

  it('is taken under a rule, whose reason is kept; its zip is hashed before the record is written', async () => {
    const pull = await world.open(upstream, rules)
    await Promise.all([pull.fetch(vendor, 'mod'), pull.fetch(vendor, 'info'), pull.fetch(vendor, 'zip')])
    assert.deepEqual(
      files(),
      ['.info', '.mod', '.zip'].map(end => at(vendor) + end),
    )
    assert.equal(await world.held(vendor), 'zmi')
    const known = world.log.state.version(vendor.path, vendor.version)
    assert.deepEqual([known?.record.h1Zip, known?.record.h1Mod], [vendor.h1Zip, vendor.h1Mod])
    assert.equal(known?.zip?.unlisted, 'contract 7')
  })

  it('counts 404, 410 and 400 on the lookup as not listed, and nothing else', async () => {
    const lookup = 'sumdb/sum.test/lookup/vendor.example/m@v1.0.0'
    for (const [code, expected] of [
      [404, 'held'],
      [410, 'held'],
      [400, 'held'],
      [403, 'not-checked'],
      [429, 'not-checked'],
      [500, 'not-checked'],
    ] as const) {
      upstream.misbehaviours.set(lookup, { kind: 'status', code, text: 'no' })
      const fresh = new PullWorld()
      try {
        const pull = await fresh.open(upstream, rules)
        const got = await pull.fetch(vendor, 'mod').then(
          () => 'held',
          error => error.code,
        )
        assert.equal(got, expected, String(code))
      } finally {
        await fresh.close()
      }
    }
  })

  it('is not checked where the upstream carries no checksum database at all', async () => {
    upstream.misbehaviours.set('sumdb/sum.test/supported', { kind: 'status', code: 404, text: '' })
    const pull = await world.open(upstream, rules)
    await assert.rejects(pull.fetch(vendor, 'mod'), { code: 'not-checked' })
    assert.equal(world.log.state.size, 0)
  })

  it('of which the .info is no .info is taken without it, and who asks for it hears why', async () => {
    upstream.misbehaviours.set(`${at(vendor)}.info`, { kind: 'bytes', bytes: '{"Version":"v9.9.9"}' })
    const pull = await world.open(upstream, rules)
    await pull.fetch(vendor, 'zip')
    await assert.rejects(pull.fetch(vendor, 'info'), { code: 'bad-info' })
    assert.equal(await world.held(vendor), 'zm')
  })

  it('is refused where go.mod and zip differ', async () => {
    upstream.misbehaviours.set(`${at(vendor)}.mod`, { kind: 'bytes', bytes: 'module vendor.example/other\n' })
    const pull = await world.open(upstream, rules)
    await assert.rejects(pull.fetch(vendor, 'zip'), { code: 'mismatch', reason: 'pull-hash' })
    assert.deepEqual([world.log.state.size, await world.held(vendor)], [0, ''])
  })
})

describe('policy', () => {
  it('keeps reserved and denied modules from the upstream in every form of request (A01)', async () => {
    const pull = await world.open(upstream, {
      reserved: ['corp.example', 'vendor.example'],
      deny: ['example.com/Mixed'],
    })
    for (const module of [vendor, one]) {
      const { path, version } = module
      await assert.rejects(pull.fetch(module, 'mod'), { code: 'denied' })
      await assert.rejects(pull.resolve(path, 'main'), { code: 'denied' })
      await assert.rejects(pull.latest(path), { code: 'denied' })
      await assert.rejects(pull.relay(`lookup/${at(module).replace('/@v/', '@')}`), { code: 'denied' }, version)
      assert.equal((await pull.list(path)).status, 'refused')
    }
    await assert.rejects(pull.fetch({ path: 'corp.example/x', version: 'v1.0.0' }, 'zip'), {
      reason: 'policy-reserved',
    })
    assert.deepEqual(upstream.asked, [])
  })

  it('does not bring a recalled version back', async () => {
    const pull = await world.open(upstream)
    await pull.fetch(one, 'mod')
    await world.log.append([
      { kind: 'recall', path, version: one.version, reason: 'harmful', at: '2026-02-03T04:05:06Z' },
    ])
    await assert.rejects(pull.fetch(one, 'zip'), { code: 'denied', reason: 'answer.recalled' })
    assert.equal(await world.held(one), 'm')
  })
})
