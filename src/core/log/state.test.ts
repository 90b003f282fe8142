import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Entry } from './entry.ts'
import { LogState } from './state.ts'

const module = { path: 'example.com/a', version: 'v1.0.0' }
const at = '2026-01-01T00:00:00Z'
const h1 = (c: string) => `h1:${c.repeat(42)}A=`
const record: Entry = { kind: 'record', ...module, h1Zip: h1('z'), h1Mod: h1('m') }
const info: Entry = { kind: 'info', ...module, sha256: '1'.repeat(64) }
const zip: Entry = { kind: 'zip', ...module, sha256: 'f'.repeat(64), size: 9, at, from: 'local' }
const recall: Entry = { kind: 'recall', ...module, reason: 'bad', at }
const restore: Entry = { kind: 'restore', ...module, reason: 'good', at }

function stateOf(...entries: Entry[]): LogState {
  const state = new LogState()
  for (const [id, entry] of entries.entries()) state.apply(id, entry)
  return state
}

describe('LogState', () => {
  it('puts a version together from its entries', () => {
    const state = stateOf({ kind: 'unknown', text: 'goferry/x/v1\n' }, record, info, zip)
    assert.deepEqual(state.version(module.path, module.version), {
      record: { id: 1, h1Zip: h1('z'), h1Mod: h1('m') },
      info: { id: 2, sha256: '1'.repeat(64) },
      zip: { id: 3, sha256: 'f'.repeat(64), size: 9, at, from: 'local' },
      recalled: undefined,
    })
    assert.equal(state.size, 4)
  })

  it('knows a module by its first entry, and a complete version by all three', () => {
    const second: Entry = { ...record, version: 'v1.1.0' }
    const state = stateOf(record, second, info, zip)
    assert.deepEqual([...state.paths()], ['example.com/a'])
    assert.deepEqual(state.versions(module.path), ['v1.0.0', 'v1.1.0'])
    assert.deepEqual(state.complete(module.path), ['v1.0.0'])
    assert.deepEqual([state.knows(module.path), state.knows('example.com')], [true, false])
    assert.deepEqual(state.versions('example.com'), [])
    assert.equal(state.version(module.path, 'v2.0.0'), undefined)
  })

  it('keeps the newest zip of a version', () => {
    const again: Entry = { ...zip, sha256: '0'.repeat(64), size: 8, from: 'https://proxy.example/', unlisted: 'vendor' }
    const { kind: _, path: __, version: ___, ...rest } = again
    assert.deepEqual(stateOf(record, zip, again).version(module.path, module.version)?.zip, { ...rest, id: 2 })
  })

  describe('of the archive of a toolchain', () => {
    const made: Entry = {
      kind: 'archive',
      ...module,
      sha256: 'b'.repeat(64),
      size: 7,
      at,
      from: 'local',
      recipe: '1/x',
    }
    const { recipe: _, ...rest } = made
    const official: Entry = { ...rest, sha256: 'c'.repeat(64) }
    const digestOf = (...entries: Entry[]) => stateOf(...entries).version(module.path, module.version)?.archive?.sha256

    it('keeps the newest that was made, until the publisher’s own comes', () => {
      assert.equal(digestOf(record), undefined)
      assert.equal(digestOf(record, made, { ...made, sha256: 'd'.repeat(64) }), 'd'.repeat(64))
      assert.equal(digestOf(record, made, official), official.sha256)
      assert.equal(digestOf(record, official, official), official.sha256)
    })

    it('takes nothing in the place of the publisher’s own', () => {
      for (const other of [made, { ...official, sha256: 'd'.repeat(64) }]) {
        const state = stateOf(record, official)
        assert.throws(() => state.apply(2, other), { code: 'bad-entry', reason: 'entry-archive-changed' })
        assert.throws(() => state.check([other]), { code: 'bad-entry', reason: 'entry-archive-changed' })
        assert.equal(state.version(module.path, module.version)?.archive?.sha256, official.sha256)
      }
    })
  })

  it('withdraws with recall and allows again with restore', () => {
    const state = stateOf(record, info, zip, recall)
    assert.equal(state.version(module.path, module.version)?.recalled, 'bad')
    state.apply(4, restore)
    assert.equal(state.version(module.path, module.version)?.recalled, undefined)
  })

  it('keeps the newest proofs', () => {
    const proofs: Entry = { kind: 'proofs', sha256: 'a'.repeat(64), size: 1, at }
    assert.equal(stateOf().proofs, undefined)
    assert.deepEqual(stateOf(proofs, { ...proofs, size: 2 }).proofs, { ...proofs, size: 2, id: 1 })
  })

  it('takes the same record and info again, and keeps the first ids', () => {
    const known = stateOf(record, info, record, info).version(module.path, module.version)
    assert.deepEqual([known?.record.id, known?.info?.id], [0, 1])
  })

  const refused: [string, Entry[], string][] = [
    ['a record with another hash of the zip', [record, { ...record, h1Zip: h1('x') }], 'entry-record-changed'],
    ['a record with another hash of the go.mod', [record, { ...record, h1Mod: h1('x') }], 'entry-record-changed'],
    ['another info', [record, info, { ...info, sha256: '2'.repeat(64) }], 'entry-info-changed'],
    ['an info before the record', [info], 'entry-before-record'],
    ['a zip before the record', [{ ...record, version: 'v1.0.1' }, zip], 'entry-before-record'],
    [
      'an archive before the record',
      [{ kind: 'archive', ...module, sha256: '', size: 1, at, from: '' }],
      'entry-before-record',
    ],
    ['a recall before the record', [recall], 'entry-before-record'],
  ]
  for (const [what, entries, reason] of refused) {
    it(`refuses ${what}, and changes nothing`, () => {
      const state = stateOf(...entries.slice(0, -1))
      const before = state.version(module.path, module.version)
      const last = entries.at(-1) as Entry
      assert.throws(() => state.apply(entries.length - 1, last), { code: 'bad-entry', reason })
      assert.throws(() => state.check([last]), { code: 'bad-entry', reason })
      assert.throws(() => stateOf().check(entries), { code: 'bad-entry', reason })
      assert.equal(state.size, entries.length - 1)
      assert.deepEqual(state.version(module.path, module.version), before)
    })
  }

  it('refuses an entry out of turn', () => {
    assert.throws(() => stateOf(record).apply(2, info), { code: 'bad-entry', reason: 'entry-order' })
  })

  it('checks entries that rest on each other and on what is known, without taking them', () => {
    const state = stateOf(record)
    state.check([info, zip, { ...record, version: 'v2.0.0' }, { ...info, version: 'v2.0.0' }, recall])
    assert.deepEqual([state.size, state.complete(module.path)], [1, []])
  })
})
