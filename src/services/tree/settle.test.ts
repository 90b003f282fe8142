import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { text } from '../../../test/support/store-probes.ts'
import { Faults } from '../../adapters/memory/faults.ts'
import { MemoryStore } from '../../adapters/memory/memory-store.ts'
import { utf8 } from '../../core/bytes.ts'
import { LogState } from '../../core/log/state.ts'
import { blobKey, KINDS, listKey } from '../../core/tree/keys.ts'
import { settleTree } from './settle.ts'
import { SettledMark } from './settled-mark.ts'
import { Tree } from './tree.ts'

const path = 'x.test/m'
const h1 = `h1:${Buffer.alloc(32).toString('base64')}`
const sha256 = '00'.repeat(32)

describe('settleTree', () => {
  let state: LogState
  let store: MemoryStore
  let tree: Tree
  let relisted: number
  let faults: Faults

  beforeEach(() => {
    state = new LogState()
    faults = new Faults()
    store = new MemoryStore(faults)
    relisted = 0
  })

  /** A writer opens: reads the mark and brings the tree in step. */
  async function open(): Promise<void> {
    const mark = await SettledMark.read(store, state.size)
    tree = new Tree({
      store,
      state: () => state,
      mark,
      reached: step => (relisted += Number(step === 'list-published')),
    })
    await settleTree(tree, mark, state)
  }

  /** Logs and stores a version as a process that died before it could list it. */
  async function leave(version: string): Promise<void> {
    state.apply(state.size, { kind: 'record', path, version, h1Zip: h1, h1Mod: h1 })
    state.apply(state.size, { kind: 'info', path, version, sha256 })
    const at = '2026-01-01T00:00:00Z'
    state.apply(state.size, { kind: 'zip', path, version, sha256, size: 3, at, from: 'local' })
    for (const kind of KINDS)
      await store.put(blobKey('public', { path, version }, kind), utf8(`{"Version":"${version}"}`))
  }

  function recall(version: string): void {
    state.apply(state.size, { kind: 'recall', path, version, at: '2026-02-02T00:00:00Z', reason: 'broken' })
  }

  it('lists what was logged and stored, but not listed before the crash', async () => {
    await leave('v1.0.0')
    await open()
    assert.equal(await text(store, listKey(path)), 'v1.0.0\n')
  })

  it('withholds what was recalled, but still lay in the public tree', async () => {
    await leave('v1.0.0')
    await leave('v1.1.0')
    await open()
    recall('v1.1.0')
    await open()
    assert.equal(await text(store, listKey(path)), 'v1.0.0\n')
    assert.equal(await tree.has({ path, version: 'v1.1.0' }, 'zip'), false)
    assert.ok(await store.stat(blobKey('withheld', { path, version: 'v1.1.0' }, 'zip')))
  })

  it('does nothing where the last process closed in order', async () => {
    await leave('v1.0.0')
    await open()
    await tree.close()
    relisted = 0
    await open()
    assert.equal(relisted, 0)
  })

  it('looks again, even after a close in order, at what could not be listed', async () => {
    await open()
    const module = { path, version: 'v1.0.0' }
    state.apply(state.size, { kind: 'record', ...module, h1Zip: h1, h1Mod: h1 })
    faults.when(call => (call.subject === listKey(path) ? 'fail' : undefined))
    await assert.rejects(tree.publish(module, { mod: utf8('module x.test/m\n') }), { code: 'io-failed' })
    faults.clear()
    await tree.close()
    await open()
    assert.equal(await text(store, listKey(path)), '')
  })

  it('looks again at a version of before the mark that was fetched again and not listed', async () => {
    state.apply(state.size, { kind: 'record', path, version: 'v1.0.0', h1Zip: h1, h1Mod: h1 })
    await open()
    assert.equal(await text(store, 'log/settled'), '1')
    await store.remove(listKey(path))
    const dying = new Tree({
      store,
      state: () => state,
      mark: await SettledMark.read(store, state.size),
      reached: step => {
        if (step === 'mod-published') throw new TypeError('died')
      },
    })
    await assert.rejects(dying.publish({ path, version: 'v1.0.0' }, { mod: utf8('module x.test/m\n') }), TypeError)
    assert.equal(await text(store, listKey(path)), undefined)
    await open()
    assert.equal(await text(store, listKey(path)), '')
  })

  for (const noted of ['', 'rubbish', '-1', '1e9', '999'])
    it(`looks at everything where the mark reads '${noted}'`, async () => {
      await leave('v1.0.0')
      await store.replace('log/settled', utf8(noted))
      await open()
      assert.equal(await text(store, listKey(path)), 'v1.0.0\n')
      assert.equal(await text(store, 'log/settled'), '3')
    })
})
