import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LogWorld, silentJournal } from '../../../test/support/log-world.ts'
import { makeModule, type TestModule } from '../../../test/support/test-module.ts'
import { hex, sha256 } from '../../core/hash.ts'
import { blobKey, KINDS, listKey } from '../../core/tree/keys.ts'
import type { Store } from '../../ports/store.ts'
import type { Item, Watch } from '../../ports/watch.ts'
import type { Log } from '../log/log.ts'
import { SettledMark } from '../tree/settled-mark.ts'
import { Tree } from '../tree/tree.ts'
import { verify } from './verify.ts'
import type { VerifyWorld } from './world.ts'

const modules = ['v1.0.0', 'v1.1.0', 'v1.2.0'].map(version => makeModule({ path: 'verify.test/m', version }))
const [damaged, cut] = modules as [TestModule, TestModule]
const options = { heal: true, restart: false }

/** A node in memory: the real log and tree, a store whose calls can fail, an upstream that always has everything. */
class World {
  readonly disk = new LogWorld()
  readonly told: Item[] = []
  signal = new AbortController().signal

  /** As a new process sees it. */
  async open(): Promise<VerifyWorld & { readonly log: { readonly real: Log }; readonly tree: Tree }> {
    const { store } = this.disk
    const log = await this.disk.open()
    const mark = await SettledMark.read(store, log.state.size)
    const tree = new Tree({ store, state: () => log.state, mark, reached: () => undefined })
    const watch: Watch = {
      signal: this.signal,
      progress: () => undefined,
      tell: async item => void this.told.push(item),
    }
    const pull = {
      fetch: async (module: { version: string }, part: (typeof KINDS)[number]) => {
        const found = modules.find(each => each.version === module.version) ?? assert.fail()
        if (!(await tree.has(found, part))) await tree.publish(found, { [part]: found[part] })
      },
    }
    const real = { name: log.head().name, check: async () => undefined, real: log }
    const files = filesOf(store)
    const isGivenUp = () => false
    return {
      store,
      files,
      state: log.state,
      log: real,
      tree,
      zipCheck,
      isGivenUp,
      pull,
      journal: silentJournal,
      watch,
      reached: () => undefined,
    }
  }

  /** Logs and publishes the modules, then spoils some files. */
  async fill(): Promise<void> {
    const { log, tree } = await this.open()
    for (const { path, version, h1Zip, h1Mod, info, zip } of modules) {
      const at = '2026-01-02T03:04:05Z'
      await log.real.append([
        { kind: 'record', path, version, h1Zip, h1Mod },
        { kind: 'info', path, version, sha256: hex(sha256(info)) },
        { kind: 'zip', path, version, sha256: hex(sha256(zip)), size: zip.length, at, from: 'local' },
      ])
    }
    for (const module of modules) await tree.publish(module, { zip: module.zip, mod: module.mod, info: module.info })
    const { store } = this.disk
    await store.replace(blobKey('public', damaged, 'zip'), new Uint8Array(9))
    await store.replace(blobKey('public', cut, 'mod'), cut.mod.subarray(0, 3))
    await store.remove(blobKey('public', cut, 'info'))
    await store.replace('public/evil.test/x', new Uint8Array(1))
    await store.replace(listKey(damaged.path), new Uint8Array(1))
  }

  /** Every file of the trees, with its digest. */
  async contents(): Promise<string[]> {
    const lines: string[] = []
    for await (const file of filesOf(this.disk.store).walk())
      lines.push(`${file} ${hex(sha256((await this.disk.store.read(file, 1 << 20)) ?? new Uint8Array()))}`)
    return lines.sort()
  }
}

/** Never asked: blobs in memory have no location. */
const zipCheck = { sha256: () => assert.fail() }

function filesOf(store: Store) {
  async function* walk(folder: string): AsyncGenerator<string> {
    for (const name of await store.list(folder))
      if (name.endsWith('/')) yield* walk(`${folder}/${name.slice(0, -1)}`)
      else yield `${folder}/${name}`
  }
  return {
    walk: () => walk('public'),
    setAside: async (path: string) => {
      const to = `log/aside/${path}`
      if ((await store.stat(path)) === undefined) return undefined
      if ((await store.stat(to)) === undefined) await store.move(path, to)
      else await store.remove(path)
      return to
    },
  }
}

async function wholeContents(): Promise<string[]> {
  const world = new World()
  await world.fill()
  const { bad, healed } = await verify(await world.open(), options)
  // The list is written again with the part that was taken out.
  assert.deepEqual([bad, healed], [4, 4])
  return world.contents()
}

describe('verify', () => {
  it('mends all that is bad, and sets the bad bytes aside', async () => {
    const world = new World()
    await world.fill()
    await verify(await world.open(), options)
    const told = world.told.map(({ subject, damage, outcome }) => `${subject} ${damage} ${outcome}`)
    assert.deepEqual(told.sort(), [
      'public/evil.test/x extra healed',
      'public/verify.test/m/@v/v1.0.0.zip damaged healed',
      'public/verify.test/m/@v/v1.1.0.info missing healed',
      'public/verify.test/m/@v/v1.1.0.mod damaged healed',
    ])
    for (const module of modules)
      for (const kind of KINDS)
        assert.deepEqual(await world.disk.store.read(blobKey('public', module, kind), 1 << 20), module[kind])
    const aside = await world.disk.store.read(`log/aside/${blobKey('public', damaged, 'zip')}`, 1 << 20)
    assert.deepEqual(aside, new Uint8Array(9))
  })

  it('changes nothing where it is only to look', async () => {
    const world = new World()
    await world.fill()
    const before = await world.contents()
    const { bad, healed } = await verify(await world.open(), { ...options, heal: false })
    assert.deepEqual([bad, healed], [5, 0])
    assert.deepEqual(await world.contents(), before)
  })

  it('leaves what was not mended to the next run, whichever call of the store fails, before or after it took effect', async () => {
    const expected = await wholeContents()
    let tries = 0
    for (const fault of ['fail', 'fail-after'] as const)
      for (let index = 0, reached = true; reached; index++) {
        const world = new World()
        await world.fill()
        const opened = await world.open()
        const first = world.disk.faults.calls.length
        world.disk.faults.at(first + index, fault)
        const failed = await verify(opened, options).catch((error: unknown) => error)
        reached = world.disk.faults.calls.length > first + index
        world.disk.faults.clear()
        await verify(await world.open(), options)
        assert.deepEqual(await world.contents(), expected, `${fault} ${index}: ${String(failed)}`)
        tries++
      }
    assert.ok(tries > 60, String(tries))
  })

  it('goes on where it was ended, and says all that was found', async () => {
    const world = new World()
    await world.fill()
    const ending = new AbortController()
    world.signal = ending.signal
    const opened = await world.open()
    const { quiet } = opened.tree
    opened.tree.quiet = () => {
      ending.abort()
      return quiet.call(opened.tree)
    }
    await assert.rejects(verify(opened, options), { code: 'interrupted' })
    world.signal = new AbortController().signal
    await verify(await world.open(), options)
    assert.deepEqual(await world.contents(), await wholeContents())
  })

  it('reads a whole node, and finds nothing', async () => {
    const world = new World()
    await world.fill()
    await verify(await world.open(), options)
    const report = await verify(await world.open(), options)
    const bytes = modules.flatMap(module => KINDS.map(kind => module[kind].length)).reduce((sum, n) => sum + n)
    assert.deepEqual(report, { from: 0, parts: 9, bytes, bad: 0, healed: 0 })
  })
})
