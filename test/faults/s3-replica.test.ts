import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { MemoryStore } from '../../src/adapters/memory/memory-store.ts'
import { S3Bucket } from '../../src/adapters/s3/s3-bucket.ts'
import { S3Head } from '../../src/adapters/s3/s3-head.ts'
import { S3Store } from '../../src/adapters/s3/s3-store.ts'
import { decodeHead, type LogHead } from '../../src/services/log/log-head.ts'
import type { ReplicaPlace } from '../../src/services/log/replica-place.ts'
import { temporaryFolders } from '../support/disk/temporary-folder.ts'
import { FaultyWay, type PassingRequest, type WayFault } from '../support/faulty-way.ts'
import { recordOf } from '../support/log-world.ts'
import { ObjectStore } from '../support/object-store.ts'
import { beginningOf, calls, checkDisaster, play, records, shownBy } from '../support/replica-story.ts'
import { ReplicaWorld } from '../support/replica-world.ts'

const folder = temporaryFolders()
let objects: ObjectStore
let way: FaultyWay
before(async () => {
  objects = await ObjectStore.start(folder())
  way = await FaultyWay.to(objects.endpoint)
})

let places = 0

/** The place `n` as a new process opens it. */
function openPlace(n: number, endpoint = way.endpoint): ReplicaPlace {
  const bucket = new S3Bucket(objects.address(`place-${n}`, endpoint))
  return { store: new S3Store(bucket, new MemoryStore()), heads: new S3Head(bucket), newId: () => `place ${n}` }
}

/** A log whose replica lies in the object store, behind a way that may go wrong. */
class S3World extends ReplicaWorld {
  readonly #place = places++

  constructor() {
    super(openPlace(places))
  }

  /** The test's own look goes another way. */
  override async replicaHead(): Promise<LogHead | undefined> {
    const head = await openPlace(this.#place, objects.endpoint).heads.read()
    return head && decodeHead(head.value)
  }

  /** Another process with the same replica. */
  next(): ReplicaWorld {
    const next = new ReplicaWorld(openPlace(this.#place))
    next.identity = this.identity
    return next
  }
}

/** The request that is the `index`th from now goes wrong, with all tries of it or with the first alone. */
function goesWrong(index: number, fault: WayFault, tries: number): void {
  const start = way.requests.length
  let left = tries
  let wrong: PassingRequest | undefined
  way.rule = request => {
    if (request.index === start + index) wrong = request
    const isIt = wrong !== undefined && request.method === wrong.method && request.subject === wrong.subject
    return isIt && left-- > 0 ? fault : undefined
  }
}

describe('a log whose replica lies in an object store', () => {
  const modes = [
    { fault: 'fail', tries: 3, says: 'fails' },
    { fault: 'fail-after', tries: 3, says: 'fails after it took effect' },
    { fault: 'fail', tries: 1, says: 'fails once' },
    { fault: 'fail-after', tries: 1, says: 'fails once after it took effect' },
  ] as const
  for (const { fault, tries, says } of modes)
    it(`loses nothing acknowledged with its disk, whichever request ${says}`, async t => {
      const start = way.requests.length
      await play(new S3World())
      const story = way.requests.slice(start)
      const tried = [...story.keys()].filter(i => tries > 1 || story[i]?.method === 'PUT')
      assert.ok(tried.length > (tries > 1 ? 25 : 10), `${tried.length} requests`)
      let heard = 0
      for (const index of tried) {
        const world = new S3World()
        goesWrong(index, fault, tries)
        const acknowledged = await play(world)
        way.rule = () => undefined
        if (acknowledged.length < calls.length) heard++
        const shown = await shownBy(world)
        if ((await world.replicaHead()) === undefined) assert.deepEqual([acknowledged, shown.size], [[], 0])
        else await checkDisaster(await beginningOf(world.next()), acknowledged, shown)
      }
      t.diagnostic(`${tried.length} requests, a caller heard of ${heard}`)
      if (tries === 1) assert.equal(heard, 0)
      else assert.ok(heard > 0)
    })

  it('takes at most six requests a commit', async t => {
    const world = new S3World()
    const log = await world.open()
    await log.append(records(0, 2))
    const start = way.requests.length
    for (let n = 10; n < 20; n++) await log.append([recordOf(n)])
    const made = way.requests.slice(start)
    t.diagnostic(
      made
        .slice(-6)
        .map(({ method, subject }) => `${method} ${subject}`)
        .join('\n'),
    )
    assert.equal(made.length, 60)
  })

  it('is not acknowledged while the store is away, and goes on when it is back', async () => {
    const world = new S3World()
    const log = await world.open()
    await log.append([recordOf(1)])
    way.rule = () => 'fail'
    await assert.rejects(log.append([recordOf(2)]), { code: 'replica-failed' })
    assert.deepEqual([log.state.size, (await world.read()).state.size], [1, 1])
    way.rule = () => undefined
    assert.deepEqual(await log.append([recordOf(3)]), { size: 2 })
    assert.equal((await world.replicaHead())?.root, log.head().root)
  })
})
