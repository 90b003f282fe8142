import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { it } from 'node:test'
import { refusal, text, whileRunning } from '../../test/support/store-probes.ts'
import { utf8 } from '../core/bytes.ts'
import { hex, sha256 } from '../core/hash.ts'
import type { Store } from './store.ts'

const key = 'public/example.com/!x/@v/v1.0.0.zip'

/** Tests of `stage`. */
export function staging(make: () => Promise<Store>): void {
  it('gives size, hash and a local file of what came in any chunks', async () => {
    const store = await make()
    for (const sizes of [
      [],
      [0],
      [1],
      [65_536, 1, 0, 65_535],
      [300_000],
      [200_000, 100_000, 262_144, 7],
      [262_144, 262_145],
      [1, 262_144],
    ]) {
      const chunks = sizes.map((size, i) => new Uint8Array(size).fill(i + 1))
      const whole = Buffer.concat(chunks)
      const staged = await store.stage(chunks, whole.length)
      assert.deepEqual([staged.size, staged.sha256], [whole.length, hex(sha256(whole))])
      assert.ok(whole.equals(await readFile(staged.location)), `chunks of ${sizes}`)
      await staged.discard()
    }
  })

  it('keeps the bytes of a source that uses one buffer for all its chunks', async () => {
    const store = await make()
    const staged = await store.stage(reusing(5), 5)
    assert.equal(await readFile(staged.location, 'latin1'), 'abcde')
    await staged.discard()
  })

  it('makes nothing visible, and gives the place back on discard, twice too', async () => {
    const store = await make()
    const staged = await store.stage([utf8('abc')], 3)
    for (const folder of ['public', 'withheld', 'log']) assert.deepEqual(await store.list(folder), [])
    await staged.discard()
    await staged.discard()
    await assert.rejects(readFile(staged.location), { code: 'ENOENT' })
    await assert.rejects(store.put(key, staged), refusal('internal'))
  })

  it('stops a source at the first byte beyond the limit, and closes it', async () => {
    const store = await make()
    const seen = { chunks: 0, closed: false }
    await assert.rejects(store.stage(endless(seen), 1000), refusal('too-large'))
    assert.deepEqual(seen, { chunks: 11, closed: true })
  })

  it('passes on what the source throws', async () => {
    const store = await make()
    const fault = new TypeError('the source broke')
    await assert.rejects(store.stage(breaking(fault), 1000), error => error === fault)
  })
}

/** Tests of `put`. */
export function immutable(make: () => Promise<Store>): void {
  it('are written once: the same again is the same, other bytes are refused and change nothing', async () => {
    const store = await make()
    assert.equal(await store.put(key, utf8('one')), 'written')
    assert.equal(await store.put(key, utf8('one')), 'same')
    assert.equal(await store.put(key, await store.stage([utf8('one')], 3)), 'same')
    for (const other of ['two', 'ones', 'on', '']) {
      await assert.rejects(store.put(key, utf8(other)), refusal('store-conflict'))
    }
    assert.equal(await text(store, key), 'one')
  })

  it('use a staged blob up when put returns, and leave it when put refuses', async () => {
    const store = await make()
    const staged = await store.stage([utf8('one')], 3)
    await store.put(key, utf8('two'))
    await assert.rejects(store.put(key, staged), refusal('store-conflict'))
    assert.equal(await store.put(`${key}.b`, staged), 'written')
    await assert.rejects(readFile(staged.location), { code: 'ENOENT' })
    await assert.rejects(store.put(`${key}.c`, staged), refusal('internal'))
    await staged.discard()
    assert.equal(await text(store, `${key}.b`), 'one')
  })

  it('are compared to the last byte', async () => {
    const store = await make()
    const big = new Uint8Array(600_000).fill(7)
    await store.put(key, big)
    assert.equal(await store.put(key, big), 'same')
    await assert.rejects(store.put(key, big.with(599_999, 8)), refusal('store-conflict'))
  })

  it('have one writer of many that put different bytes at once; all that put the same succeed', async () => {
    const store = await make()
    const contents = Array.from({ length: 16 }, (_, i) => utf8(`content ${i % 4}`))
    const outcomes = await Promise.allSettled(contents.map(content => store.put(key, content)))
    const winner = await text(store, key)
    for (const [i, outcome] of outcomes.entries()) {
      assert.equal(outcome.status, winner === `content ${i % 4}` ? 'fulfilled' : 'rejected')
      if (outcome.status === 'rejected') assert.ok(refusal('store-conflict')(outcome.reason))
    }
    assert.equal(outcomes.filter(outcome => outcome.status === 'fulfilled' && outcome.value === 'written').length, 1)
  })

  it('are never seen by half', async () => {
    const store = await make()
    const big = new Uint8Array(3_000_000).fill(9)
    for (let n = 0; n < 5; n++) {
      const sizes = await whileRunning(
        store.put(`${key}.${n}`, big),
        async () => (await store.stat(`${key}.${n}`))?.size,
      )
      assert.deepEqual(
        sizes.filter(size => size !== undefined && size !== big.length),
        [],
      )
    }
  })

  it('keep their bytes when the caller changes its buffer afterwards', async () => {
    const store = await make()
    const bytes = utf8('one')
    await store.put(key, bytes)
    bytes.fill(0)
    assert.equal(await text(store, key), 'one')
  })
}

/** Tests of `replace`. */
export function derived(make: () => Promise<Store>): void {
  it('are replaced whole under concurrent readers', async () => {
    const store = await make()
    const list = 'public/example.com/x/@v/list'
    const versions = Array.from({ length: 20 }, (_, i) => new Uint8Array(200_000 + i).fill(i))
    const writing = (async () => {
      for (const version of versions) await store.replace(list, version)
    })()
    const seen = await whileRunning(writing, () => store.read(list, 1_000_000))
    for (const bytes of seen.filter(one => one !== undefined)) {
      assert.equal(bytes.length, 200_000 + (bytes[0] ?? 0))
      assert.ok(bytes.every(byte => byte === bytes[0]))
    }
    assert.equal((await store.read(list, 1_000_000))?.[0], 19)
  })

  it('go on giving the old bytes to who has them open, and have a new stamp', async () => {
    const store = await make()
    await store.replace('log/checkpoint', utf8('old'))
    const open = await store.open('log/checkpoint')
    await store.replace('log/checkpoint', utf8('new'))
    const buffer = new Uint8Array(8)
    assert.equal(await open?.read(buffer, 0), 3)
    assert.equal(Buffer.from(buffer.subarray(0, 3)).toString(), 'old')
    assert.notEqual((await store.stat('log/checkpoint'))?.stamp, open?.stamp)
    await open?.close()
  })
}

async function* reusing(chunks: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(1)
  for (let n = 0; n < chunks; n++) {
    buffer[0] = 97 + n
    yield buffer
  }
}

async function* endless(seen: { chunks: number; closed: boolean }): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      seen.chunks++
      yield new Uint8Array(100)
    }
  } finally {
    seen.closed = true
  }
}

async function* breaking(fault: Error): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(100)
  throw fault
}
