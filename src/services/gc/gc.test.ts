import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LogWorld } from '../../../test/support/log-world.ts'
import { makeModule, type TestModule } from '../../../test/support/test-module.ts'
import { fromUtf8 } from '../../core/bytes.ts'
import { hex, sha256 } from '../../core/hash.ts'
import { blobKey, listKey } from '../../core/tree/keys.ts'
import type { Item } from '../../ports/watch.ts'
import { settleTree } from '../tree/settle.ts'
import { SettledMark } from '../tree/settled-mark.ts'
import { Tree } from '../tree/tree.ts'
import { type GcOptions, type GcWorld, gc } from './gc.ts'
import { GivenUp, givenUpKey } from './given-up.ts'

const now = Date.parse('2026-06-01T00:00:00Z')
const versions = ['v1.0.0', 'v1.1.0', 'v1.2.0']
const modules = versions.map(version => makeModule({ path: 'gc.test/m', version }))
const own = makeModule({ path: 'own.test/m', version: 'v1.0.0' })
const all: GcOptions = { rules: { pinned: [], newest: 1, forMs: 0 }, quota: undefined, apply: true }

/** A node in memory with three versions of one module and one that is nowhere else; its store can fail. */
class World {
  readonly disk = new LogWorld()
  readonly told: Item[] = []
  signal = new AbortController().signal
  freed = 0

  /** As a new process sees it. */
  async open(): Promise<GcWorld & { readonly tree: Tree }> {
    const { store } = this.disk
    const log = await this.disk.open()
    const mark = await SettledMark.read(store, log.state.size)
    const tree = new Tree({ store, state: () => log.state, mark, reached: () => undefined })
    await settleTree(tree, mark, log.state)
    const watch = {
      signal: this.signal,
      progress: () => undefined,
      tell: async (item: Item) => void this.told.push(item),
    }
    const room = {
      gaveUp: (bytes: number) => {
        this.freed += bytes
      },
    }
    const givenUp = await GivenUp.read(store)
    return { store, state: log.state, tree, givenUp, room, clock: { now: () => now }, watch, reached: () => undefined }
  }

  async fill(): Promise<void> {
    const log = await this.disk.open()
    const mark = await SettledMark.read(this.disk.store, 0)
    const tree = new Tree({ store: this.disk.store, state: () => log.state, mark, reached: () => undefined })
    for (const module of [...modules, own]) {
      await log.append(entriesOf(module))
      await tree.publish(module, { zip: module.zip, mod: module.mod, info: module.info })
    }
    await tree.close()
    await log.close()
  }

  /** The zips that are there, and what the list and the note say. */
  async holds(): Promise<{ zips: string[]; list: string; note: string }> {
    const { store } = this.disk
    const zips: string[] = []
    for (const module of [...modules, own])
      if ((await store.stat(blobKey('public', module, 'zip'))) !== undefined)
        zips.push(`${module.path} ${module.version}`)
    const text = async (key: string) => fromUtf8((await store.read(key, 1 << 20)) ?? new Uint8Array()) ?? ''
    return { zips, list: await text(listKey('gc.test/m')), note: await text(givenUpKey) }
  }
}

function entriesOf({ path, version, h1Zip, h1Mod, info, zip }: TestModule) {
  const unlisted = path === own.path ? { unlisted: 'our own' } : {}
  const at = '2026-01-02T03:04:05Z'
  return [
    { kind: 'record', path, version, h1Zip, h1Mod },
    { kind: 'info', path, version, sha256: hex(sha256(info)) },
    {
      kind: 'zip',
      path,
      version,
      sha256: hex(sha256(zip)),
      size: zip.length,
      at,
      from: 'https://proxy.test',
      ...unlisted,
    },
  ] as const
}

describe('gc', () => {
  it('tells what it would give up, and changes nothing', async () => {
    const world = new World()
    await world.fill()
    const before = await world.holds()
    const report = await gc(await world.open(), { ...all, apply: false })
    assert.deepEqual([report.held, report.zips], [4, 2])
    assert.deepEqual(
      world.told.map(({ subject, outcome, ground }) => `${subject} ${outcome} ${ground}`),
      ['gc.test/m@v1.0.0 would-be-given-up age', 'gc.test/m@v1.1.0 would-be-given-up age'],
    )
    assert.deepEqual(await world.holds(), before)
    assert.equal(world.freed, 0)
  })

  it('gives up zips, keeps the rest of the versions, and lists what is left', async () => {
    const world = new World()
    await world.fill()
    const opened = await world.open()
    const report = await gc(opened, all)
    const { zips, list } = await world.holds()
    assert.deepEqual([zips, list], [['gc.test/m v1.2.0', 'own.test/m v1.0.0'], 'v1.2.0\n'])
    assert.equal(world.freed, report.bytes)
    for (const version of versions) {
      assert.equal(opened.givenUp.has({ path: 'gc.test/m', version }), version !== 'v1.2.0')
      assert.ok(await opened.tree.has({ path: 'gc.test/m', version }, 'mod' as const))
    }
    assert.equal((await gc(await world.open(), all)).zips, 0)
  })

  it('notes when a zip was taken again, by which its age is told from then on', async () => {
    const world = new World()
    await world.fill()
    const opened = await world.open()
    await gc(opened, all)
    const [first] = modules as [TestModule]
    await opened.tree.publish(first, { zip: first.zip })
    opened.givenUp.took(first, now)
    assert.equal(opened.givenUp.has(first), false)
    const lines = ['gc.test/m v1.0.0 2026-06-01T00:00:00.000Z', 'gc.test/m v1.1.0 gone', '']
    world.disk.faults.next('replace', 'fail')
    await assert.rejects(opened.givenUp.flush(), { code: 'io-failed' })
    await opened.givenUp.flush()
    assert.equal((await world.holds()).note, lines.join('\n'))
    const kept = { ...all, rules: { ...all.rules, forMs: 1000 } }
    assert.equal((await gc(await world.open(), kept)).zips, 0)
    const later = { ...(await world.open()), clock: { now: () => now + 1001 } }
    assert.equal((await gc(later, kept)).zips, 1)
    assert.equal((await world.holds()).note, lines.join('\n').replace(/2026\S+/, 'gone'))
  })

  it('leaves out what cannot be read of its notes', async () => {
    const world = new World()
    await world.disk.store.replace(givenUpKey, new TextEncoder().encode('a.test/x v1.0.0 gone\nwhat is this\n\na b\n'))
    const notes = await GivenUp.read(world.disk.store)
    assert.equal(notes.has({ path: 'a.test/x', version: 'v1.0.0' }), true)
    assert.equal(notes.has({ path: 'what', version: 'is' }), false)
  })

  it('comes to the same when run again, whichever call of the store fails, before or after it took effect', async () => {
    const whole = new World()
    await whole.fill()
    await gc(await whole.open(), all)
    const expected = await whole.holds()
    let tries = 0
    for (const fault of ['fail', 'fail-after'] as const)
      for (let index = 0, reached = true; reached; index++) {
        const world = new World()
        await world.fill()
        const opened = await world.open()
        const first = world.disk.faults.calls.length
        world.disk.faults.at(first + index, fault)
        const failed = await gc(opened, all).catch((error: unknown) => error)
        reached = world.disk.faults.calls.length > first + index
        world.disk.faults.clear()
        await gc(await world.open(), all)
        assert.deepEqual(await world.holds(), expected, `${fault} ${index}: ${String(failed)}`)
        tries++
      }
    assert.ok(tries > 30, String(tries))
  })

  it('ends when nobody wants the rest, with what it did kept', async () => {
    const world = new World()
    await world.fill()
    const ending = new AbortController()
    world.signal = ending.signal
    const opened = await world.open()
    const tell = opened.watch.tell
    const tellAndEnd = (item: Item) => {
      ending.abort()
      return tell(item)
    }
    const watch = { ...opened.watch, tell: tellAndEnd }
    await assert.rejects(gc({ ...opened, watch }, all), { code: 'interrupted' })
    assert.deepEqual((await world.holds()).list, 'v1.1.0\nv1.2.0\n')
    world.signal = new AbortController().signal
    await gc(await world.open(), all)
    assert.deepEqual((await world.holds()).list, 'v1.2.0\n')
  })
})
