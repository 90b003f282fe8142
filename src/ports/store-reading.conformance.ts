import assert from 'node:assert/strict'
import { it } from 'node:test'
import { refusal, text, whileRunning } from '../../test/support/store-probes.ts'
import { utf8 } from '../core/bytes.ts'
import type { Store } from './store.ts'

const key = 'public/example.com/!x/@v/v1.0.0.zip'

/** Tests of `open`, `stat`, `read` and `list`; where it cannot tell whether a blob is current, a store always says no. */
export function reading(make: () => Promise<Store>, tellsCurrent: boolean): void {
  it('gives undefined for what is not there, below a blob and at a folder too', async () => {
    const store = await make()
    await store.put('public/a/b', utf8('b'))
    for (const missing of ['public/x', 'public/a', 'public/a/b/c']) {
      assert.equal(await store.open(missing), undefined)
      assert.equal(await store.stat(missing), undefined)
      assert.equal(await store.read(missing, 10), undefined)
    }
    assert.deepEqual(await store.list('public/a/b'), [])
  })

  it('reads parts of an open blob, at once and beyond its end', async () => {
    const store = await make()
    await store.put(key, utf8('0123456789'))
    const open = await store.open(key)
    assert.ok(open)
    const parts = await Promise.all([0, 4, 8, 10, 99].map(at => part(open, at, 4)))
    assert.deepEqual(parts, ['0123', '4567', '89', '', ''])
    assert.deepEqual({ size: open.size, stamp: open.stamp }, await store.stat(key))
    await open.close()
    await open.close()
  })

  it('reads a small blob whole, up to the limit', async () => {
    const store = await make()
    await store.put(key, utf8('0123456789'))
    assert.equal((await store.read(key, 10))?.length, 10)
    await assert.rejects(store.read(key, 9), refusal('too-large'))
  })

  it('keeps the stamp while nothing happens to the blob', async () => {
    const store = await make()
    await store.put(key, utf8('one'))
    const before = await store.stat(key)
    await store.put(key, utf8('one'))
    await store.put(`${key}.b`, utf8('two'))
    assert.deepEqual(await store.stat(key), before)
  })

  it('tells at once whether an open blob, closed or not, is still what the key has', async () => {
    const store = await make()
    await store.put(key, utf8('one'))
    await store.replace('public/x/@v/list', utf8('one'))
    const blobs = [await store.open(key), await store.open('public/x/@v/list')]
    const current = () => blobs.map(blob => blob?.isCurrent())
    assert.deepEqual(current(), [tellsCurrent, tellsCurrent])
    for (const blob of blobs) await blob?.close()
    await store.put(key, utf8('one'))
    assert.deepEqual(current(), [tellsCurrent, tellsCurrent])
    await store.replace('public/x/@v/list', utf8('two'))
    assert.deepEqual(current(), [tellsCurrent, false])
    await store.remove(key)
    assert.deepEqual(current(), [false, false])
  })

  it('lists names bytewise as given, folders with a slash', async () => {
    const store = await make()
    for (const name of ['b', 'a/x', 'a-c', 'a0', 'a.d', 'B/y/z', '!c', '~'])
      await store.put(`log/list/${name}`, utf8('x'))
    assert.deepEqual(await store.list('log/list'), ['!c', 'B/', 'a-c', 'a.d', 'a/', 'a0', 'b', '~'])
    assert.deepEqual(await store.list('log/list/B'), ['y/'])
    assert.deepEqual(await store.list('log'), ['list/'])
    assert.deepEqual(await store.list('log/lis'), [])
  })
}

/** Tests of `move`, `remove` and `sweep`. */
export function moving(make: () => Promise<Store>): void {
  const hidden = key.replace('public', 'withheld')

  it('moves, and again does nothing', async () => {
    const store = await make()
    await store.put(hidden, utf8('one'))
    await store.move(hidden, key)
    await store.move(hidden, key)
    assert.deepEqual([await text(store, hidden), await text(store, key)], [undefined, 'one'])
  })

  it('finishes a move that left both names', async () => {
    const store = await make()
    await store.put(hidden, utf8('one'))
    await store.put(key, utf8('one'))
    await store.move(hidden, key)
    assert.deepEqual([await text(store, hidden), await text(store, key)], [undefined, 'one'])
  })

  it('refuses to move over other bytes, and what is nowhere', async () => {
    const store = await make()
    await assert.rejects(store.move(hidden, key), refusal('absent'))
    await store.put(hidden, utf8('one'))
    await store.put(key, utf8('two'))
    await assert.rejects(store.move(hidden, key), refusal('store-conflict'))
    assert.deepEqual([await text(store, hidden), await text(store, key)], ['one', 'two'])
  })

  it('is the same for eight that move at once; a reader always finds one of the two', async () => {
    const store = await make()
    await store.put(hidden, utf8('one'))
    const all = Promise.all(Array.from({ length: 8 }, () => store.move(hidden, key)))
    const found = await whileRunning(all, async () => (await text(store, hidden)) ?? (await text(store, key)))
    assert.deepEqual([...new Set(found)], ['one'])
  })

  it('removes, and again does nothing', async () => {
    const store = await make()
    await store.put(key, utf8('one'))
    await store.remove(key)
    await store.remove(key)
    await store.remove('public/never/was')
    assert.equal(await store.stat(key), undefined)
    assert.equal(await store.put(key, utf8('two')), 'written')
  })

  it('sweeps without harm to what is stored or still staged', async () => {
    const store = await make()
    await store.put(key, utf8('one'))
    const staged = await store.stage([utf8('two')], 3)
    await store.sweep()
    assert.equal(await store.put(`${key}.b`, staged), 'written')
    assert.deepEqual([await text(store, key), await text(store, `${key}.b`)], ['one', 'two'])
  })
}

/** Tests of what every method refuses as a key. */
export function keys(make: () => Promise<Store>): void {
  const hostile = [
    '',
    'public',
    'public/../x',
    'public//x',
    '/public/x',
    'keys/log.key',
    'public/x\0',
    'public/x/',
    'run/tmp/x',
  ]
  for (const bad of hostile) {
    it(`refuses ${JSON.stringify(bad)} everywhere`, async () => {
      const store = await make()
      const staged = await store.stage([utf8('x')], 1)
      const calls = [
        store.put(bad, utf8('x')),
        store.put(bad, staged),
        store.replace(bad, utf8('x')),
        store.open(bad),
        store.read(bad, 10),
        store.stat(bad),
        store.move(bad, key),
        store.move(key, bad),
        store.remove(bad),
        ...(bad === 'public' ? [] : [store.list(bad)]),
      ]
      for (const outcome of await Promise.allSettled(calls)) {
        assert.ok(outcome.status === 'rejected' && refusal('bad-file-path')(outcome.reason))
      }
      await staged.discard()
    })
  }

  it('takes an element of 255 bytes, and refuses one of 256', async () => {
    const store = await make()
    const long = `public/${'a'.repeat(255)}`
    await store.put(long, utf8('x'))
    assert.equal(await text(store, long), 'x')
    await assert.rejects(store.put(`${long}a`, utf8('x')), refusal('bad-file-path'))
  })
}

async function part(open: { read(buffer: Uint8Array, position: number): Promise<number> }, at: number, length: number) {
  const buffer = new Uint8Array(length)
  return Buffer.from(buffer.subarray(0, await open.read(buffer, at))).toString()
}
