import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { after, afterEach, before, describe, it } from 'node:test'
import { inspect } from 'node:util'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { FaultyWay } from '../../../test/support/faulty-way.ts'
import { ObjectStore } from '../../../test/support/object-store.ts'
import { refusal } from '../../../test/support/store-probes.ts'
import { utf8 } from '../../core/bytes.ts'
import { isGoferryError } from '../../core/errors.ts'
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

it('the SDK is loaded by the first request, and by nothing before', async () => {
  const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some(path => path.includes('/@aws-sdk/'))
  const store = openStore()
  assert.equal(isLoaded(), false)
  await store.stat(key)
  assert.equal(isLoaded(), true)
})

describe('an error of an object store', () => {
  const noSecret = (error: unknown) =>
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /a-secret-that|Signature=|StringToSign|AWS4/)

  const callsOf = (store: Store): (() => Promise<unknown>)[] => [
    () => store.put(key, utf8('x')),
    () => store.replace(key, utf8('x')),
    () => store.read(key, 9),
    () => store.open(key),
    () => store.stat(key),
    () => store.list('log'),
    () => store.move(key, `${key}.b`),
    () => store.remove(key),
  ]

  /** The refusal of a call, which must be this, name the endpoint, and hold no secret. */
  async function says(call: () => Promise<unknown>, code: string, reason: string, endpoint: string): Promise<void> {
    const error = await call().then(
      () => assert.fail('taken'),
      (thrown: unknown) => thrown,
    )
    assert.ok(isGoferryError(error), inspect(error))
    assert.deepEqual([error.code, error.reason], [code, reason], String(error))
    assert.ok(error.message.includes(endpoint), error.message)
    noSecret(error)
  }

  it('says that nothing answers there', async () => {
    const endpoint = 'http://127.0.0.1:1'
    const store = openStore(openBucket(endpoint))
    for (const call of callsOf(store)) await says(call, 'io-failed', 's3-unreachable', endpoint)
  })

  it('says that there is no such bucket, whatever was asked', async () => {
    const store = openStore(new S3Bucket({ ...objects.address('a'), bucket: 'another' }))
    for (const call of callsOf(store)) await says(call, 'io-failed', 's3-no-bucket', objects.endpoint)
  })

  it('says that the credentials are refused, or that there are none', async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, HOME } = process.env
    try {
      process.env['AWS_SECRET_ACCESS_KEY'] = 'a-secret-that-is-wrong'
      const wrong = openStore(openBucket(objects.endpoint))
      for (const call of callsOf(wrong)) await says(call, 'io-failed', 's3-denied', objects.endpoint)
      delete process.env['AWS_SECRET_ACCESS_KEY']
      Object.assign(process.env, { HOME: folder(), AWS_EC2_METADATA_DISABLED: 'true' })
      await says(() => openStore().read(key, 9), 'io-failed', 's3-no-key', way.endpoint)
    } finally {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, HOME })
    }
  })

  const answers = [
    [{ status: 503, code: 'SlowDown' }, 'io-failed', 's3-busy'],
    [{ status: 500, code: 'InternalError' }, 'io-failed', 's3-busy'],
    [{ status: 507, code: 'InsufficientStorage' }, 'no-space', 's3-full'],
    [{ status: 403, code: 'QuotaExceeded' }, 'no-space', 's3-full'],
    [{ status: 403, code: 'RequestTimeTooSkewed' }, 'io-failed', 's3-denied'],
    [{ status: 400, code: 'AuthorizationHeaderMalformed' }, 'io-failed', 's3-answer'],
    [{ status: 501, code: 'NotImplemented' }, 'io-failed', 's3-no-conditions'],
  ] as const
  for (const [fault, code, reason] of answers)
    it(`says what ${fault.status} ${fault.code} means`, async () => {
      const store = openStore()
      way.rule = () => fault
      await says(() => store.put(key, utf8('x')), code, reason, way.endpoint)
    })

  it('says that the store overwrites what it was told to leave', async () => {
    const store = openStore()
    way.rule = () => ({ status: 200, code: '' })
    await says(() => store.put(key, utf8('x')), 'io-failed', 's3-no-conditions', way.endpoint)
    way.rule = () => undefined
    assert.equal(await store.put(key, utf8('x')), 'written')
  })
})

/** On a file system of 8 MiB. Mounting it needs root, as CI is: without it this test fails. */
describe('an object store whose disk is full', () => {
  const root = folder()
  before(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'goferry-test', root]))
  after(() => execFileSync('umount', ['--lazy', root]))

  it('is no-space, shows nothing of what did not fit, and takes it when there is room', async () => {
    const small = await ObjectStore.start(root)
    const bucket = openBucket(small.endpoint)
    const [store, head] = [openStore(bucket), new S3Head(bucket)]
    const first = await head.replace(undefined, utf8('1'))
    const most = new Uint8Array(6_000_000).fill(1)
    await store.put('log/most', most)
    const full = refusal('no-space')
    await assert.rejects(store.put(key, most), full)
    await assert.rejects(store.replace(key, most), full)
    await assert.rejects(store.put(key, await store.stage([most], most.length)), full)
    assert.equal(await store.stat(key), undefined)
    const filled = async (n: number) => store.put(`log/rest/${n}`, new Uint8Array(60_000)).catch(full)
    for (let n = 0; (await filled(n)) === 'written'; n++) assert.ok(n < 100)
    await assert.rejects(head.replace(first, new Uint8Array(60_000)), full)
    assert.deepEqual(await head.read(), first)
    await store.remove('log/most')
    assert.equal(await store.put(key, most.subarray(1)), 'written')
    assert.equal((await head.replace(first, utf8('2'))).generation, 2)
    await small.stop()
  })
})
