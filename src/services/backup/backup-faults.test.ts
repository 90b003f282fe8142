import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BackupWorld, MemoryPlace } from '../../../test/support/backup-world.ts'
import type { Fault } from '../../adapters/memory/faults.ts'
import { formatManifest, formatPart, parseManifest, parsePart } from '../../core/backup/manifest.ts'
import { hex, sha256 } from '../../core/hash.ts'
import { parseRestoredMark, restoredKey } from '../../core/log/restored-mark.ts'

const writes = /^(put|replace|remove|stage|head\.replace)$/

/** Calls of `faults` after the first `from` that are worth the fault: a read that fails after it has read is like one that fails. */
function tried({ calls }: BackupWorld['faults'], from: number, fault: Fault) {
  return calls.slice(from).filter(call => fault === 'fail' || writes.test(call.operation))
}

function io(error: { code?: string }): undefined {
  assert.equal(error.code, 'io-failed', String(error))
}

/** Every file of the node besides what follows from the log. */
async function content(world: BackupWorld): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const key of [...(await world.keys('public/b.test')), 'log/misses'])
    found[key] = Buffer.from((await world.store.read(key, 1 << 20)) ?? []).toString('hex')
  return found
}

describe('a backup whose folder fails', () => {
  for (const fault of ['fail', 'fail-after'] as const satisfies readonly Fault[])
    it(`is the one before or the new one, whichever call comes to "${fault}"`, async t => {
      const play = async (index: number) => {
        const world = new BackupWorld()
        const place = new MemoryPlace()
        await world.grow(0, 2)
        const old = await world.backup(place)
        const from = place.faults.calls.length
        await world.grow(2, 4)
        if (index >= 0) place.faults.at(index, fault)
        const report = await world.backup(place).catch(io)
        place.faults.clear()
        return { world, place, old, from, report }
      }
      const clean = await play(-1)
      const calls = tried(clean.place.faults, clean.from, fault)
      assert.ok(calls.length > 10)
      let heard = 0
      for (const { index } of calls) {
        const { world, place, old, report } = await play(index)
        if (report === undefined) heard++
        const drilled = await world.drill(place)
        assert.ok([old.size, 12].includes(drilled.report.size))
        assert.deepEqual(
          drilled.bad.filter(line => !line.startsWith('extra ')),
          [],
        )
        if (report !== undefined) assert.equal(drilled.report.size, 12)
        assert.equal((await world.backup(place)).size, 12)
        assert.deepEqual((await world.drill(place)).bad, [])
      }
      t.diagnostic(`${calls.length} calls, ${heard} heard of`)
      assert.ok(heard > calls.length / 2)
    })
})

describe('a restoration whose node fails', () => {
  for (const fault of ['fail', 'fail-after'] as const satisfies readonly Fault[])
    it(`is no node before it was run again, whichever call comes to "${fault}"`, async t => {
      const source = new BackupWorld()
      const place = new MemoryPlace()
      await source.grow(0, 3)
      await source.backup(place)
      const expected = await content(source)
      const clean = new BackupWorld()
      await clean.restore(place)
      const calls = tried(clean.faults, 0, fault)
      assert.ok(calls.length > 15)
      for (const { index } of calls) {
        const world = new BackupWorld()
        world.faults.at(index, fault)
        const report = await world.restore(place).catch(io)
        world.faults.clear()
        if (report === undefined) {
          const mark = await world.store.read(restoredKey, 4096)
          const isWhole = mark && parseRestoredMark(mark).isWhole
          if (mark === undefined) assert.deepEqual(await world.keys('log'), [])
          if (isWhole !== true) await world.restore(place)
        }
        assert.equal(parseRestoredMark((await world.store.read(restoredKey, 4096)) ?? assert.fail()).isWhole, true)
        assert.deepEqual(await content(world), expected)
        const log = await world.open()
        assert.equal(log.head().root, (await source.open()).head().root)
      }
      t.diagnostic(`${calls.length} calls`)
    })

  it('takes nothing that no entry names, whatever the manifest says', async () => {
    const source = new BackupWorld()
    await source.grow(0, 1)
    for (const key of [
      'public/b.test/!m0/@v/v9.0.0.zip',
      'public/index.html',
      'log/head/0000000000000009',
      'log/replica',
    ]) {
      const place = new MemoryPlace()
      await source.backup(place)
      const bytes = Buffer.from('planted')
      const manifest = parseManifest((await place.store.read('log/manifest', 1 << 20)) ?? assert.fail())
      const [name = ''] = manifest.parts
      const files = parsePart(name, (await place.store.read(`log/manifest-parts/${name}`, 1 << 20)) ?? assert.fail())
      const part = formatPart([...files, { key, size: bytes.length, sha256: hex(sha256(bytes)), isKept: false }])
      await place.store.put(key, bytes)
      await place.store.put(`log/manifest-parts/${hex(sha256(part))}`, part)
      const planted = { ...manifest, files: manifest.files + 1, parts: [hex(sha256(part))] }
      await place.store.replace('log/manifest', formatManifest(planted))
      const world = new BackupWorld()
      assert.equal((await world.restore(place)).bad, 1, key)
      assert.equal(await world.store.stat(key), undefined)
    }
  })
})
