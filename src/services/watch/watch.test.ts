import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { MisbehavingUpstream } from '../../../test/support/misbehaving-upstream.ts'
import { makeModule, type TestModule } from '../../../test/support/test-module.ts'
import { watchedPath as path, WatchedMirror } from '../../../test/support/watch-world.ts'
import { utf8 } from '../../core/bytes.ts'
import { fromWire } from '../../core/error-wire.ts'

const day = 86_400_000
const kit = (version: string, more: object = {}): TestModule => ({ ...makeModule({ path, version }), ...more })
/** A version that says that it was made at `time`. */
const madeAt = (version: string, time: string) =>
  kit(version, { info: utf8(JSON.stringify({ Version: version, Time: time })) })
const three = [kit('v1.0.0'), kit('v1.1.0'), kit('v1.2.0')]
const at = (version: string) => `${path}@${version}`

describe('a watched module', () => {
  let upstream: MisbehavingUpstream
  let mirror: WatchedMirror
  beforeEach(async () => {
    upstream = await MisbehavingUpstream.start(three)
    mirror = new WatchedMirror(upstream)
  })
  afterEach(async () => {
    await upstream.stop()
    await mirror.world.close()
  })
  const spoil = (file: string, code: number, text = 'no') =>
    upstream.misbehaviours.set(`${path}/@v/${file}`, { kind: 'status', code, text })

  for (const hasEtags of [true, false])
    for (const count of [1, 50, 2000])
      it(`costs a few requests where none of ${count} is new, ${hasEtags ? 'with' : 'without'} ETags`, async () => {
        upstream.hasEtags = hasEtags
        upstream.publish(Array.from({ length: count }, (_, i) => kit(`v1.${i}.0`)))
        const rule = { latest: 12, minAgeMs: 7 * day }
        await mirror.pull(rule)
        await mirror.pull(rule)
        const again = await mirror.pull(rule)
        assert.deepEqual(Object.keys(again.told).length, Math.min(12, count))
        assert.ok(Object.values(again.told).every(outcome => outcome === 'held'))
        const looked = Math.min(3, count)
        // The list, and of each version that is looked at a go.mod and a zip; without ETags one zip.
        const most = 1 + looked + (hasEtags ? looked : 1)
        assert.ok(again.asked.length <= most, again.asked.join())
        assert.ok(again.asked.every(asked => asked.startsWith(`${path}/@v/`)))
        if (hasEtags && count === 1) assert.equal(again.bodies, 0)
      })

  it('costs at most 13, also where the newest are young, others are held and there is nothing to ask again with', async () => {
    const old = Array.from({ length: 20 }, (_, i) => kit(`v1.${i}.0`))
    upstream.publish(old)
    await mirror.pull({ latest: 20 })
    upstream.publish([
      ...old,
      ...Array.from({ length: 30 }, (_, i) => madeAt(`v1.${100 + i}.0`, '2026-02-03T00:00:00Z')),
    ])
    await mirror.pull({ latest: 5, minAgeMs: 30 * day })
    for (let pulls = 0; pulls < 8; pulls++) {
      const { asked } = await mirror.pull({ latest: 5, minAgeMs: 30 * day })
      assert.ok(asked.length <= 13, asked.join())
    }
  })

  it('costs no body of its list where that is as it was', async () => {
    upstream.hasEtags = true
    await mirror.pull()
    await mirror.pull()
    assert.deepEqual((await mirror.pull()).bodies, 0)
    upstream.publish([...three, kit('v1.3.0')])
    assert.deepEqual((await mirror.pull()).told, { [at('v1.3.0')]: 'added' })
  })

  it('has the zip of each version compared in turn, where there is nothing to ask again with', async () => {
    await mirror.pull({ latest: 3 })
    const read: string[] = []
    for (let pulls = 0; pulls < 6; pulls++) {
      mirror.world.now += day
      const { asked } = await mirror.pull({ latest: 3 })
      read.push(...asked.filter(file => file.endsWith('.zip')).map(file => file.slice(`${path}/@v/`.length)))
    }
    assert.deepEqual(read.slice(3), read.slice(0, 3))
    assert.deepEqual(read.slice(3).sort(), ['v1.0.0.zip', 'v1.1.0.zip', 'v1.2.0.zip'])
  })

  it('has old versions compared too, which nobody wants any more', async () => {
    upstream.hasEtags = true
    await mirror.pull({ latest: 3 })
    upstream.misbehaviours.set(`${path}/@v/v1.0.0.mod`, { kind: 'bytes', bytes: 'module x.test/other\n' })
    assert.deepEqual((await mirror.pull()).told, { [at('v1.0.0')]: 'rewritten', [at('v1.2.0')]: 'held' })
  })

  it('is asked for its whole list once a week, whatever the upstream says of it', async () => {
    upstream.hasEtags = true
    await mirror.pull()
    await mirror.pull()
    mirror.world.now += 7 * day
    const { asked, bodies } = await mirror.pull()
    assert.deepEqual([asked[0], bodies], [`${path}/@v/list`, 1])
  })

  it('gets old from when it was first seen, whatever its author says', async () => {
    const rule = { minAgeMs: 7 * day }
    assert.deepEqual((await mirror.pull(rule)).told, { [at('v1.2.0')]: 'added' })
    upstream.publish([...three, madeAt('v1.3.0', '2020-01-01T00:00:00Z')])
    mirror.world.now += day
    const seen = mirror.world.now
    const first = await mirror.pull(rule)
    assert.deepEqual(first.told, { [at('v1.3.0')]: 'young', [at('v1.2.0')]: 'held' })
    assert.equal(first.items[0]?.['from'], new Date(seen + 7 * day).toISOString())
    mirror.world.now = seen + 7 * day - 1
    assert.equal((await mirror.pull(rule)).told[at('v1.3.0')], 'young')
    mirror.world.now++
    assert.equal((await mirror.pull(rule)).told[at('v1.3.0')], 'added')
  })

  it('goes by what its author says at its first pull, and where that is later', async () => {
    const rule = { minAgeMs: 7 * day }
    upstream.publish([...three, madeAt('v1.3.0', '2020-01-01T00:00:00Z')])
    assert.deepEqual((await mirror.pull(rule)).told, { [at('v1.3.0')]: 'added' })
    upstream.publish([...three, madeAt('v1.4.0', '2026-03-01T00:00:00Z')])
    const { items } = await mirror.pull(rule)
    assert.equal(items.find(({ outcome }) => outcome === 'young')?.['from'], '2026-03-08T00:00:00.000Z')
  })

  it('gets no older by a clock that is set back', async () => {
    const rule = { minAgeMs: 7 * day }
    await mirror.pull(rule)
    const real = mirror.world.now
    mirror.world.now = Date.parse('2001-01-01T00:00:00Z')
    upstream.publish([...three, madeAt('v1.3.0', '2000-01-01T00:00:00Z')])
    const back = await mirror.pull(rule)
    assert.equal(back.told[at('v1.3.0')], 'young')
    assert.ok(back.events.includes('warn watch-clock-back'))
    mirror.world.now = real + day
    assert.equal((await mirror.pull(rule)).told[at('v1.3.0')], 'young')
    mirror.world.now = real + 7 * day
    assert.equal((await mirror.pull(rule)).told[at('v1.3.0')], 'added')
  })

  it('asks for the times of young versions once', async () => {
    const rule = { minAgeMs: 365 * day }
    assert.equal((await mirror.pull(rule)).asked.filter(asked => asked.endsWith('.info')).length, 3)
    assert.equal((await mirror.pull(rule)).asked.filter(asked => asked.endsWith('.info')).length, 0)
  })

  it('without releases has its newest commit, which has to get old too', async () => {
    const commit = (time: string, rev: string) => {
      const digits = time.replaceAll(/\D/g, '')
      return madeAt(`v0.0.0-${digits}-${rev}`, time)
    }
    const [first, second] = [
      commit('2026-01-02T03:04:05Z', 'aaaaaaaaaaaa'),
      commit('2026-01-03T03:04:05Z', 'bbbbbbbbbbbb'),
    ]
    const only = (module: TestModule) => {
      upstream.publish([module])
      upstream.misbehaviours.set(`${path}/@v/list`, { kind: 'bytes', bytes: '' })
    }
    const rule = { minAgeMs: 7 * day }
    only(first)
    assert.deepEqual((await mirror.pull(rule)).told, { [at(first.version)]: 'added' })
    only(second)
    assert.deepEqual((await mirror.pull(rule)).told, { [at(second.version)]: 'young', [at(first.version)]: 'removed' })
    upstream.publish([first, second])
    mirror.world.now += 7 * day
    assert.deepEqual((await mirror.pull(rule)).told, { [at(second.version)]: 'added' })
    assert.ok((await mirror.pull(rule)).asked.length <= 4)
  })

  it('is not looked at, remembered or asked for where it is internal', async () => {
    const { told, asked, items } = await mirror.pull({}, { reserved: ['watch.test'] })
    assert.deepEqual([told, asked, items[0]?.error?.code], [{ [path]: 'failed' }, [], 'denied'])
    assert.equal(await mirror.memory(), '')
  })

  it('remembers nothing in a preview', async () => {
    assert.deepEqual((await mirror.pull({}, { dry: true })).told, { [at('v1.2.0')]: 'new' })
    assert.equal(await mirror.memory(), '')
  })

  it('is begun anew where what was remembered is damaged or of another format, and says so', async () => {
    await mirror.pull()
    const good = await mirror.memory()
    for (const bad of [
      '',
      '{',
      good.slice(0, -9),
      good.replace('"format":1', '"format":2'),
      good.replace(path, 'watch.test/other'),
      good.replace('"listed":true', '"listed":1'),
      good.replace('v1.0.0', 'one'),
    ]) {
      await mirror.memory(utf8(bad))
      const { told, events } = await mirror.pull()
      assert.deepEqual([told, events.includes('warn watch-memory-made-anew')], [{ [at('v1.2.0')]: 'held' }, true], bad)
    }
    assert.ok(!(await mirror.pull()).events.includes('warn watch-memory-made-anew'))
  })

  it('is taken again until all that comes along is there', async () => {
    upstream.misbehaviours.set(`${path}/@v/v1.2.0.zip`, { kind: 'reset' })
    assert.deepEqual((await mirror.pull()).told, { [at('v1.2.0')]: 'failed' })
    assert.match(await mirror.memory(), /"owed":true/)
    upstream.misbehaviours.clear()
    mirror.world.now += 60_000
    assert.deepEqual((await mirror.pull()).told, { [at('v1.2.0')]: 'added' })
    assert.doesNotMatch(await mirror.memory(), /"owed"/)
  })

  describe('of which the upstream', () => {
    beforeEach(async () => {
      upstream.hasEtags = true
      // One that takes them, and one for each zip.
      for (let pulls = 0; pulls < 4; pulls++) await mirror.pull({ latest: 3 })
    })

    /** What is told of one version and why, and what the journal heard. */
    async function told(version: string) {
      const { items, events, report } = await mirror.pull({ latest: 3 })
      const [item, ...more] = items.filter(({ subject }) => subject === at(version))
      assert.deepEqual(more, [])
      assert.equal(report.held, 2)
      return { outcome: item?.outcome, why: item?.error && fromWire(item.error).message, events }
    }

    it('rewrote a go.mod', async () => {
      upstream.misbehaviours.set(`${path}/@v/v1.1.0.mod`, { kind: 'bytes', bytes: `module ${path}\n\ngo 1.21\n` })
      const { outcome, why, events } = await told('v1.1.0')
      assert.equal(outcome, 'rewritten')
      assert.match(why ?? '', /the upstream has another go\.mod now: h1:\S+; the log has h1:/)
      assert.deepEqual(events, ['error upstream-rewrote'])
    })

    it('rewrote a zip', async () => {
      const other = makeModule({ path, version: 'v1.1.0', files: { 'b.go': 'package a\n' } })
      upstream.misbehaviours.set(`${path}/@v/v1.1.0.zip`, { kind: 'bytes', bytes: other.zip })
      const { outcome, why, events } = await told('v1.1.0')
      assert.equal(outcome, 'rewritten')
      assert.match(why ?? '', /another zip now: h1:/)
      assert.deepEqual(events, ['error upstream-rewrote'])
      upstream.misbehaviours.set(`${path}/@v/v1.1.0.zip`, { kind: 'bytes', bytes: 'no zip' })
      assert.match((await told('v1.1.0')).why ?? '', /another zip now: bad module zip|another zip now: /)
    })

    it('compressed a zip in another way, which is no other zip', async () => {
      const stored = makeModule({ path, version: 'v1.1.0', stored: true })
      assert.notDeepEqual(stored.zip, three[1]?.zip)
      upstream.misbehaviours.set(`${path}/@v/v1.1.0.zip`, { kind: 'bytes', bytes: stored.zip })
      assert.equal((await mirror.pull({ latest: 3 })).told[at('v1.1.0')], 'held')
    })

    it('has a file no longer, or lists a version no longer', async () => {
      spoil('v1.1.0.zip', 410, 'gone')
      const gone = await told('v1.1.0')
      assert.equal(gone.outcome, 'removed')
      assert.match(gone.why ?? '', /its zip no longer: it says 410 gone/)
      assert.deepEqual(gone.events, ['warn upstream-removed'])
      upstream.publish(three.slice(1))
      upstream.misbehaviours.clear()
      const unlisted = await told('v1.0.0')
      assert.equal(unlisted.outcome, 'removed')
      assert.match(unlisted.why ?? '', /lists it no longer/)
    })

    it('lists nothing any more', async () => {
      upstream.misbehaviours.set(`${path}/@v/list`, { kind: 'bytes', bytes: '' })
      spoil('../@latest', 404)
      upstream.misbehaviours.set(`${path}/@latest`, { kind: 'status', code: 404, text: 'none' })
      const { told, events } = await mirror.pull({ latest: 3 })
      assert.deepEqual(told, { [at('v1.0.0')]: 'removed', [at('v1.1.0')]: 'removed', [at('v1.2.0')]: 'removed' })
      assert.deepEqual(events, ['warn upstream-removed', 'warn upstream-removed', 'warn upstream-removed'])
    })

    it('fails to give a version, and gives the others', async () => {
      spoil('v1.1.0.mod', 500, 'broken')
      const { outcome, why, events } = await told('v1.1.0')
      assert.equal(outcome, 'failed')
      assert.match(why ?? '', /500 broken/)
      assert.deepEqual(events, ['warn watched-not-pulled'])
    })

    it('shows a web page in the place of a go.mod, which rewrites nothing', async () => {
      upstream.misbehaviours.set(`${path}/@v/v1.1.0.mod`, { kind: 'html' })
      assert.equal((await told('v1.1.0')).outcome, 'failed')
    })
  })

  it('that fails is told once and why, and keeps no other module', async () => {
    const other = makeModule({ path: 'watch.test/other', version: 'v1.0.0' })
    upstream.publish([...three, other])
    await mirror.pull()
    mirror.world.patience = { headMs: 300, silenceMs: 300 }
    for (const [bad, why] of [
      [
        { kind: 'status', code: 404, text: 'no such' },
        /does not know this module: it says 404 no such; 1 version is held/,
      ],
      [{ kind: 'status', code: 410, text: 'gone' }, /does not know this module: it says 410 gone/],
      [{ kind: 'status', code: 403, text: 'forbidden' }, /it says 403 forbidden/],
      [{ kind: 'status', code: 500, text: 'broken' }, /500 broken/],
      [{ kind: 'silent' }, /nothing came for 1 s/],
      [{ kind: 'reset' }, /connection/],
      [{ kind: 'html' }, /web page/],
      [{ kind: 'status', code: 304, text: '' }, /304/],
    ] as const) {
      upstream.misbehaviours.set(`${path}/@v/list`, bad)
      const { items, events } = await mirror.pull({}, { paths: [path, other.path] })
      const [failed, ok, ...more] = items
      assert.deepEqual(
        [failed?.subject, failed?.outcome, ok?.subject, more],
        [path, 'failed', `${other.path}@v1.0.0`, []],
      )
      assert.ok(ok?.outcome === 'added' || ok?.outcome === 'held')
      assert.match(failed?.error ? fromWire(failed.error).message : '', why)
      assert.deepEqual(
        events.filter(event => event.startsWith('warn')),
        ['warn watched-not-pulled'],
      )
    }
    upstream.misbehaviours.clear()
    assert.deepEqual((await mirror.pull()).told, { [at('v1.2.0')]: 'held' })
  })

  it('of an upstream that is silent for all costs no more than three waits', async () => {
    mirror.world.patience = { headMs: 200, silenceMs: 200 }
    const paths = Array.from({ length: 40 }, (_, i) => `watch.test/m${i}`)
    for (const one of paths) upstream.misbehaviours.set(`${one}/@v/list`, { kind: 'silent' })
    const { report, asked } = await mirror.pull({}, { paths })
    assert.deepEqual([report.failed, asked.length], [40, 3])
  })
})
