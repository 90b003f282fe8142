import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { TestMirror } from '../../../../test/support/bundle-builder.ts'
import { TakingNode } from '../../../../test/support/taking-world.ts'
import { parseEntry } from '../../../core/log/parse-entry.ts'
import { blobKey } from '../../../core/tree/keys.ts'
import { quarantine } from './quarantine.ts'

const a = { path: 'x.test/a', version: 'v1.0.0' }
const b = { path: 'x.test/b', version: 'v1.0.0' }

/** A mirror with two versions of which the second has the go.mod of nobody else, and one graph-only version. */
function mirrorOfThree(): TestMirror {
  const mirror = new TestMirror()
  mirror.addModule(a)
  mirror.addModule(b)
  const { record, mod } = new TestMirror().addModule({ path: 'x.test/g', version: 'v0.1.0' })
  mirror.add(record, 'm', mod)
  return mirror
}

async function laid(mirror = mirrorOfThree(), shape = {}) {
  const node = new TakingNode()
  const bundle = mirror.cut({ certificates: ['a certificate\n'], ...shape })
  await node.lay(bundle)
  return { node, mirror, bundle }
}

describe('the objects of a verified bundle', () => {
  it('lie in the store where nobody is served them, and the volumes go', async () => {
    const { node, mirror } = await laid()
    const report = await quarantine(await node.open(mirror.trust))
    assert.deepEqual({ ...report, bytes: 0 }, { taken: 8, bytes: 0, held: 0, healed: 0 })
    // Both infos say the same.
    assert.equal((await node.quarantined()).length, 7)
    assert.deepEqual(await node.disk.keys('public/x.test'), [])
    assert.equal((await node.state()).step, 'quarantined')
    const names = (await node.folder.list(100)).map(({ name }) => name)
    assert.ok(names.includes('objects.txt') && !names.some(name => name.endsWith('.gfv')), names.join(' '))
  })

  it('are the same whatever step of it dies or fails, before or after it took effect', async () => {
    const whole = await laid()
    await quarantine(await whole.node.open(whole.mirror.trust))
    const begun = whole.node.disk.faults.calls.length
    const [keys, list] = [await whole.node.quarantined(), await whole.node.file('objects.txt')]
    for (const fault of ['fail', 'fail-after'] as const)
      for (let index = 0; index < begun; index++) {
        const { node, mirror } = await laid()
        node.disk.faults.at(index, fault)
        await node
          .open(mirror.trust)
          .then(quarantine)
          .catch(() => undefined)
        node.restart()
        await quarantine(await node.open(mirror.trust))
        assert.deepEqual(await node.quarantined(), keys, `${fault} at ${index}`)
        assert.deepEqual(await node.file('objects.txt'), list)
        assert.equal((await node.state()).step, 'quarantined')
      }
  })

  it('are passed over where the node holds them whole, and mend what is damaged or missing', async () => {
    const { node, mirror, bundle } = await laid()
    const { store } = node.disk
    const world = await node.open(mirror.trust)
    await world.log.append(mirror.leaves.slice(0, 6).map(parseEntry))
    const blob = (id: number) => mirror.blobs.get(id)?.bytes ?? new Uint8Array()
    await store.put(blobKey('public', a, 'mod'), blob(0))
    await store.put(blobKey('public', a, 'info'), Buffer.from('{"Version":"v6.6.6"}'))
    await store.put(blobKey('public', a, 'zip'), blob(2))
    const report = await quarantine(world)
    // Of a the info is damaged; b is known and was lost whole; the graph-only version is new.
    assert.deepEqual({ ...report, bytes: 0 }, { taken: 2, bytes: 0, held: 2, healed: 4 })
    assert.equal(await node.held(a), 'zmi')
    assert.equal(await node.held(b), 'zmi')
    assert.deepEqual(await node.strangers(), [])
    assert.equal((await node.quarantined()).length, 2)
    assert.equal(node.events.filter(event => event === 'warn ferry-healed').length, 4)
    assert.equal(bundle.header.stream.objects, 8)
  })

  it('of other bytes than the log names are refused, and nothing becomes of the rest', async () => {
    for (const broken of [0, 1, 2]) {
      const node = new TakingNode()
      const mirror = mirrorOfThree()
      const objects = (all: { kind: string; id: number; bytes: Uint8Array }[]) =>
        all.map((each, i) => (i === broken ? { ...each, bytes: Buffer.from(each.bytes).fill(1, 0, 1) } : each))
      await node.lay(mirror.cut({ objects }))
      await assert.rejects(quarantine(await node.open(mirror.trust)), { code: 'bundle-damaged' })
      assert.equal((await node.state()).step, 'verified')
    }
  })

  it('that no entry names, twice, or in another order are refused', async () => {
    const changes: ((all: { kind: string; id: number; bytes: Uint8Array }[]) => typeof all)[] = [
      all => [...all, { kind: 'z', id: 99, bytes: Buffer.from('x') }],
      all => all.flatMap((each, i) => (i === 1 ? [each, each] : [each])),
      all => all.toReversed(),
      all => all.map((each, i) => (i === 0 ? { ...each, kind: 'i' } : each)),
    ]
    for (const objects of changes) {
      const node = new TakingNode()
      const mirror = mirrorOfThree()
      await node.lay(mirror.cut({ objects }))
      await assert.rejects(quarantine(await node.open(mirror.trust)), { code: 'bundle-damaged' })
    }
  })

  it('are not noted as taken where the leaves are not those of the header', async () => {
    const node = new TakingNode()
    const mirror = mirrorOfThree()
    const log = (bytes: Buffer) => Buffer.from(bytes).fill('Z', bytes.length - 3, bytes.length - 2)
    await node.lay(mirror.cut({ log }))
    await assert.rejects(quarantine(await node.open(mirror.trust)), /bundle|entry/)
    assert.equal((await node.state()).step, 'verified')
  })
})
