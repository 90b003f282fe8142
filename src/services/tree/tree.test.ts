import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { Faults } from '../../adapters/memory/faults.ts'
import { MemoryStore } from '../../adapters/memory/memory-store.ts'
import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { LogState } from '../../core/log/state.ts'
import { SettledMark } from './settled-mark.ts'
import { Tree } from './tree.ts'

const h1 = `h1:${Buffer.alloc(32, 7).toString('base64')}`
const sha256 = '00'.repeat(32)
const path = 'example.com/Mixed/m'

describe('Tree', () => {
  let state: LogState
  let store: MemoryStore
  let tree: Tree
  const steps: string[] = []

  beforeEach(async () => {
    state = new LogState()
    store = new MemoryStore()
    steps.length = 0
    tree = new Tree({
      store,
      state: () => state,
      mark: await SettledMark.read(store, 0),
      reached: step => steps.push(step),
    })
  })

  /** Logs and publishes a version; `parts` says which. */
  async function hold(version: string, parts: string, goMod = `module ${path}\n`): Promise<void> {
    state.apply(state.size, { kind: 'record', path, version, h1Zip: h1, h1Mod: h1 })
    if (parts.includes('i')) state.apply(state.size, { kind: 'info', path, version, sha256 })
    if (parts.includes('z'))
      state.apply(state.size, {
        kind: 'zip',
        path,
        version,
        sha256,
        size: 3,
        at: '2026-01-01T00:00:00Z',
        from: 'local',
      })
    await tree.publish(
      { path, version },
      {
        ...(parts.includes('m') ? { mod: utf8(goMod) } : {}),
        ...(parts.includes('i') ? { info: utf8(`{"Version":"${version}"}`) } : {}),
        ...(parts.includes('z') ? { zip: utf8('zip') } : {}),
      },
    )
  }

  async function read(key: string): Promise<string | undefined> {
    const bytes = await store.read(key, 1 << 20)
    return bytes && Buffer.from(bytes).toString()
  }

  it('publishes zip, mod, info and then the list, under escaped names', async () => {
    await hold('v1.0.0', 'zmi')
    assert.deepEqual(steps, ['zip-published', 'mod-published', 'info-published', 'list-published'])
    assert.deepEqual(await store.list('public/example.com/!mixed/m/@v'), [
      'list',
      'v1.0.0.info',
      'v1.0.0.mod',
      'v1.0.0.zip',
    ])
    assert.equal(await read('public/example.com/!mixed/m/@v/list'), 'v1.0.0\n')
    assert.equal(await read('public/example.com/!mixed/m/@latest'), '{"Version":"v1.0.0"}')
  })

  it('lists only complete versions, sorted, without pseudo-versions; a graph-only module has an empty list', async () => {
    await hold('v1.2.0', 'm')
    assert.equal(await read('public/example.com/!mixed/m/@v/list'), '')
    assert.equal(await read('public/example.com/!mixed/m/@latest'), undefined)
    await hold('v1.10.0', 'zmi')
    await hold('v1.9.0', 'zmi')
    await hold('v1.11.0', 'zm')
    await hold('v0.0.0-20200101000000-abcdefabcdef', 'zmi')
    assert.equal(await read('public/example.com/!mixed/m/@v/list'), 'v1.9.0\nv1.10.0\n')
    assert.equal(await read('public/example.com/!mixed/m/@latest'), '{"Version":"v1.10.0"}')
  })

  it('gives the newest pseudo-version as @latest where nothing is tagged', async () => {
    await hold('v0.0.0-20200101000000-abcdefabcdef', 'zmi')
    await hold('v0.0.0-20210101000000-abcdefabcdef', 'zmi')
    assert.equal(await read('public/example.com/!mixed/m/@v/list'), '')
    assert.equal(await read('public/example.com/!mixed/m/@latest'), '{"Version":"v0.0.0-20210101000000-abcdefabcdef"}')
  })

  it('passes over what the latest go.mod retracts', async () => {
    await hold('v1.0.0', 'zmi')
    await hold('v1.1.0', 'zmi', `module ${path}\nretract v1.1.0\n`)
    assert.equal(await read('public/example.com/!mixed/m/@latest'), '{"Version":"v1.0.0"}')
  })

  it('withholds a recalled version and restores it', async () => {
    await hold('v1.0.0', 'zmi')
    await hold('v1.1.0', 'zmi')
    const module = { path, version: 'v1.1.0' }
    state.apply(state.size, { kind: 'recall', ...module, reason: 'malware', at: '2026-01-02T00:00:00Z' })
    await tree.withhold(module)
    assert.equal(await read('public/example.com/!mixed/m/@v/list'), 'v1.0.0\n')
    assert.equal(await read('public/example.com/!mixed/m/@v/v1.1.0.zip'), undefined)
    assert.equal(await read('withheld/example.com/!mixed/m/@v/v1.1.0.zip'), 'zip')
    state.apply(state.size, { kind: 'restore', ...module, reason: 'false alarm', at: '2026-01-03T00:00:00Z' })
    await tree.restore(module)
    assert.equal(await read('public/example.com/!mixed/m/@v/list'), 'v1.0.0\nv1.1.0\n')
    assert.equal(await tree.has(module, 'zip'), true)
  })

  it('refuses other bytes under the name of a published part', async () => {
    await hold('v1.0.0', 'm')
    await assert.rejects(tree.publish({ path, version: 'v1.0.0' }, { mod: utf8('module other\n') }), {
      code: 'store-conflict',
    })
  })

  it('ends with every version listed when many are published at once', async () => {
    const versions = Array.from({ length: 40 }, (_, i) => `v1.${i}.0`)
    await Promise.all(versions.map(version => hold(version, 'zmi')))
    assert.equal(await read('public/example.com/!mixed/m/@v/list'), versions.map(version => `${version}\n`).join(''))
  })

  it('is quiet when what was being logged is visible, or was refused', async () => {
    const module = { path, version: 'v1.7.0' }
    const other = { path, version: 'v1.8.0' }
    for (const each of [module, other]) state.apply(state.size, { kind: 'record', ...each, h1Zip: h1, h1Mod: h1 })
    const seen: string[] = []
    const logged = Promise.withResolvers<void>()
    const publishing = tree.publish(module, { mod: utf8('module x\n') }, () => logged.promise)
    const quiet = tree.quiet().then(async () => seen.push(String(await tree.has(module, 'mod'))))
    logged.resolve()
    await Promise.all([publishing, quiet])
    assert.deepEqual(seen, ['true'])
    const refused = new GoferryError('bad-entry', { subject: 'no' })
    await assert.rejects(
      tree.publish(other, { mod: utf8('x') }, () => Promise.reject(refused)),
      refused,
    )
    assert.equal(await tree.has(other, 'mod'), false)
  })

  it('lists a module of which that failed with the next one, or when it is told to', async () => {
    const faults = new Faults()
    store = new MemoryStore(faults)
    tree = new Tree({ store, state: () => state, mark: await SettledMark.read(store, 0), reached: () => undefined })
    const list = 'public/example.com/!mixed/m/@v/list'
    faults.when(({ operation, subject }) => (operation === 'replace' && subject === list ? 'fail' : undefined))
    await assert.rejects(hold('v1.0.0', 'zmi'), { code: 'io-failed' })
    await assert.rejects(tree.relistLeft(), { code: 'io-failed' })
    faults.clear()
    const other = { path: 'example.com/other', version: 'v1.0.0' }
    state.apply(state.size, { kind: 'record', ...other, h1Zip: h1, h1Mod: h1 })
    await tree.publish(other, { mod: utf8('module example.com/other\n') })
    assert.equal(await read(list), 'v1.0.0\n')
    faults.next('replace', 'fail')
    await assert.rejects(hold('v1.1.0', 'zmi'), { code: 'io-failed' })
    await tree.relistLeft()
    assert.equal(await read(list), 'v1.0.0\nv1.1.0\n')
  })
})
