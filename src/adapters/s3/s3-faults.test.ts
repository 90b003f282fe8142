import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { afterEach, before, describe, it } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { FaultyWay, type WayFault } from '../../../test/support/faulty-way.ts'
import { ObjectStore } from '../../../test/support/object-store.ts'
import { refusal, text } from '../../../test/support/store-probes.ts'
import { utf8 } from '../../core/bytes.ts'
import type { Store } from '../../ports/store.ts'
import { MemoryStore } from '../memory/memory-store.ts'
import { S3Bucket } from './s3-bucket.ts'
import { S3Head } from './s3-head.ts'
import { S3Store } from './s3-store.ts'

const folder = temporaryFolders()
let objects: ObjectStore
let way: FaultyWay
before(async () => {
  objects = await ObjectStore.start(folder())
  way = await FaultyWay.to(objects.endpoint)
})
afterEach(() => {
  way.rule = () => undefined
})

let places = 0
const key = 'public/example.com/x/@v/v1.0.0.zip'

/** A fresh part of the bucket, behind a way that may go wrong. */
function openBucket(endpoint = way.endpoint): S3Bucket {
  return new S3Bucket(objects.address(`place-${places++}`, endpoint))
}

function openStore(bucket = openBucket()): S3Store {
  return new S3Store(bucket, new MemoryStore())
}

/** The next `times` requests of `method` go wrong. */
function next(method: string, fault: WayFault, times = 3): void {
  let left = times
  way.rule = request => (request.method === method && left-- > 0 ? fault : undefined)
}

const failed = refusal('io-failed')

describe('an object store that fails, or whose answer is lost', () => {
  const calls: Record<string, { method: string; call(store: Store): Promise<unknown> }> = {
    put: { method: 'PUT', call: store => store.put(key, utf8('two')) },
    'put of a staged file': { method: 'PUT', call: async store => store.put(key, await store.stage([utf8('two')], 3)) },
    replace: { method: 'PUT', call: store => store.replace(key, utf8('two')) },
    move: { method: 'PUT', call: store => store.move('withheld/a/b', key) },
    'the end of a move': { method: 'DELETE', call: store => store.move('withheld/a/b', key) },
    remove: { method: 'DELETE', call: store => store.remove('withheld/a/b') },
  }
  for (const [name, { method, call }] of Object.entries(calls))
    for (const fault of ['fail', 'fail-after'] as const)
      it(`has done all or nothing of ${name} (${fault}), and the same call again does it`, async () => {
        const store = openStore()
        await store.put('withheld/a/b', utf8('two'))
        next(method, fault)
        await assert.rejects(call(store), failed)
        way.rule = () => undefined
        const there = await text(store, key)
        assert.ok(there === undefined || there === 'two')
        if (method === 'PUT') assert.equal(there, fault === 'fail' ? undefined : 'two')
        await call(store)
        assert.equal(await text(store, key), name === 'remove' ? undefined : 'two')
        const isLeft = (await store.stat('withheld/a/b')) !== undefined
        assert.equal(isLeft, /^(put|replace)/.test(name))
      })

  it('is asked again before a caller hears of it', async () => {
    for (const fault of ['fail', 'fail-after', { status: 503, code: 'SlowDown' }] as const) {
      const store = openStore()
      await store.put('log/a', utf8('a'))
      next('PUT', fault, 2)
      assert.match(await store.put(key, utf8('two')), /written|same/)
      next('GET', fault, 2)
      assert.equal(await text(store, key), 'two')
    }
  })

  it('is asked again where two conditional requests met', async () => {
    const store = openStore()
    await store.put('log/a', utf8('a'))
    const race = { status: 409, code: 'ConditionalRequestConflict' }
    next('PUT', race)
    assert.equal(await store.put(key, utf8('two')), 'written')
    way.rule = ({ method }) => (method === 'PUT' ? race : undefined)
    await assert.rejects(store.put(`${key}.b`, utf8('two')), failed)
  })

  it('is not waited for without end: not for an answer, nor for the rest of one', async () => {
    const address = objects.address(`place-${places++}`, way.endpoint)
    await openStore(new S3Bucket(address)).put(key, new Uint8Array(100_000))
    const store = openStore(new S3Bucket(address, 100))
    for (const fault of ['mute', 'stall'] as const) {
      next('GET', fault)
      await assert.rejects(store.read(key, 100_000), error => failed(error) && /does not answer/.test(String(error)))
    }
    next('PUT', 'mute')
    await assert.rejects(store.put(`${key}.b`, utf8('b')), failed)
  })
})

describe('a head in an object store', () => {
  it('knows its own write again whose answer was lost, and takes no equal one of another for it', async () => {
    const bucket = openBucket()
    const [one, other] = [new S3Head(bucket), new S3Head(bucket)]
    const first = await one.replace(undefined, utf8('1'))
    next('PUT', 'fail-after', 2)
    const second = await one.replace(first, utf8('2'))
    assert.equal(second.generation, 2)
    await assert.rejects(other.replace(first, utf8('2')), refusal('head-conflict'))
  })

  for (const fault of ['fail', 'fail-after'] as const)
    it(`whose swap failed is what read says (${fault})`, async () => {
      const head = new S3Head(openBucket())
      const first = await head.replace(undefined, utf8('1'))
      next('PUT', fault)
      await assert.rejects(head.replace(first, utf8('2')), failed)
      way.rule = () => undefined
      const found = await head.read()
      assert.equal(found?.generation, fault === 'fail' ? 1 : 2)
      assert.equal((await head.replace(found, utf8('3'))).generation, fault === 'fail' ? 2 : 3)
    })

  it('whose swap is still on its way when it was given up has it before the next swap or never', async () => {
    for (const isFirst of [true, false]) {
      const head = new S3Head(openBucket())
      const first = await head.replace(undefined, utf8('1'))
      const { promise: until, resolve } = Promise.withResolvers<void>()
      const held = way.requests.length
      next('PUT', { until })
      await assert.rejects(head.replace(first, utf8('late')), failed)
      way.rule = () => undefined
      assert.deepEqual(await head.read(), first)
      const arrives = async () => {
        resolve()
        await Promise.all(way.requests.slice(held).map(({ passed }) => passed))
      }
      if (isFirst) {
        await arrives()
        await assert.rejects(head.replace(first, utf8('2')), refusal('head-conflict'))
        assert.equal(Buffer.from((await head.read())?.value ?? []).toString(), 'late')
      } else {
        const second = await head.replace(first, utf8('2'))
        await arrives()
        assert.deepEqual(await head.read(), second)
      }
    }
  })

  it('does not count a write to a name that was free only because it was removed', async () => {
    const bucket = openBucket()
    const [sleeper, writer] = [new S3Head(bucket), new S3Head(bucket)]
    await sleeper.replace(undefined, utf8('1'))
    for (let n = 2; n <= 128; n++) await writer.replace(await writer.read(), utf8(String(n)))
    assert.deepEqual((await bucket.list('log/head'))[0], '0000000000000065')
    // It has looked when its own was the newest, and goes on from that.
    const late = sleeper.replace({ generation: 1, value: utf8('1') }, utf8('late'))
    await assert.rejects(late, { code: 'io-failed', reason: 'store-head-unknown' })
    assert.equal((await sleeper.read())?.generation, 128)
  })

  it('goes back where somebody put the store back in time, and takes nothing that was built on what is gone', async () => {
    const bucket = openBucket()
    const head = new S3Head(bucket)
    const first = await head.replace(undefined, utf8('1'))
    const second = await head.replace(first, utf8('2'))
    await bucket.remove('log/head/0000000000000002')
    assert.deepEqual(await head.read(), first)
    await assert.rejects(head.replace(second, utf8('3')), refusal('head-conflict'))
  })
})

describe('objects that are too large for memory', () => {
  it('are sent as they lie on the disk, are read in parts, and are refused once they are others', async () => {
    const store = openStore(openBucket(objects.endpoint))
    const bytes = new Uint8Array(20_000_000).map((_, i) => i % 251)
    assert.equal(await store.put(key, await store.stage([bytes], bytes.length)), 'written')
    assert.equal(await store.put(key, await store.stage([bytes], bytes.length)), 'same')
    const open = (await store.open(key)) ?? assert.fail()
    for (const at of [0, 1, 9_999_999, 19_999_990, 20_000_000]) {
      const buffer = new Uint8Array(1000)
      const read = await open.read(buffer, at)
      assert.deepEqual(buffer.subarray(0, read), bytes.subarray(at, at + 1000))
    }
    await store.replace(key, bytes.with(5, 9))
    await assert.rejects(open.read(new Uint8Array(10), 0), refusal('store-damaged'))
    await store.remove(key)
    await assert.rejects(open.read(new Uint8Array(10), 0), refusal('store-damaged'))
  })

  it('are not mixed up by a store that gives another part than was asked for', async () => {
    const store = openStore()
    await store.put(key, new Uint8Array(2_000_000))
    const open = (await store.open(key)) ?? assert.fail()
    way.rule = () => ({ status: 200, code: '' })
    await assert.rejects(open.read(new Uint8Array(10), 5), failed)
  })

  it('are refused where the disk changed them since they were hashed', async () => {
    const store = openStore()
    const staged = await store.stage([utf8('one')], 3)
    await store.put('log/a', utf8('a'))
    writeFileSync(staged.location, 'two')
    await assert.rejects(store.put(key, staged), failed)
    assert.equal(await store.stat(key), undefined)
    await staged.discard()
  })
})
