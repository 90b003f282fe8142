import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { identityOf, LogWorld, recordOf, versionOf } from '../../../test/support/log-world.ts'
import { parseLookup } from '../../core/sumdb/lookup.ts'
import { parseDataTile, parseEntryBundle } from '../../core/tlog/data-tile.ts'
import { recordHash } from '../../core/tlog/hash.ts'
import { type DataTile, type HashTile, parseTilePath } from '../../core/tlog/tile.ts'
import { LogReader } from './reader.ts'

/** A log of commits with `sizes` records each. */
async function worldWith(...sizes: number[]): Promise<LogWorld> {
  const world = new LogWorld()
  await grow(world, ...sizes)
  return world
}

async function grow(world: LogWorld, ...sizes: number[]): Promise<void> {
  const log = await world.open()
  for (const size of sizes) {
    const from = log.state.size
    await log.append(Array.from({ length: size }, (_, n) => recordOf(from + n)))
  }
}

/** Changes one byte in the middle of the file `key`. */
async function damage(world: LogWorld, key: string): Promise<void> {
  const bytes = await world.store.read(key, 100_000)
  assert.ok(bytes, key)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await world.store.replace(key, bytes)
}

function hashTile(path: string): HashTile {
  const tile = parseTilePath(`tile/8/${path}`)
  assert.ok(tile.level !== 'data')
  return tile
}

function dataTile(path: string): DataTile {
  const tile = parseTilePath(`tile/8/data/${path}`)
  assert.ok(tile.level === 'data')
  return tile
}

const latest = 'public/sumdb/log.example/latest'

describe('a reader of a log', () => {
  it('has nothing before anything is published', async () => {
    const reader = await new LogWorld().read()
    assert.equal(reader.state.size, 0)
    assert.equal(reader.latest, undefined)
    assert.equal(await reader.checkpoint(), undefined)
    assert.equal(reader.lookup(recordOf(1)), undefined)
  })

  it('follows what is published, and reads only what is new', async () => {
    const world = await worldWith(300)
    const reader = await world.read()
    assert.equal(reader.state.size, 300)
    await grow(world, 1)
    assert.equal(reader.state.size, 300)
    const before = world.faults.calls.length
    await Promise.all([reader.refresh(), reader.refresh()])
    assert.equal(reader.state.size, 301)
    const read = world.faults.calls.slice(before).map(call => call.subject)
    assert.deepEqual(read, [latest, 'log/tile/8/data/001.p/45'])
  })

  it('has what was published before a refresh began, also when another one ran already', async () => {
    const world = await worldWith(3)
    const reader = new LogReader({ store: world.store, ...world.identity })
    const read = world.store.read.bind(world.store)
    let meanwhile: Promise<void> | undefined
    world.store.read = async (key, limit) => {
      const bytes = await read(key, limit)
      if (key === latest && meanwhile === undefined) {
        meanwhile = Promise.resolve()
        await grow(world, 1)
        meanwhile = reader.refresh()
      }
      return bytes
    }
    await reader.refresh()
    assert.equal(reader.state.size, 3)
    await meanwhile
    assert.equal(reader.state.size, 4)
  })

  it('answers a lookup with the newest head', async () => {
    const world = await worldWith(1, 1)
    const reader = await world.read()
    const lookup = parseLookup(reader.lookup(recordOf(0)) ?? new Uint8Array())
    assert.equal(lookup.id, 0)
    assert.deepEqual(lookup.head, reader.latest)
    assert.equal(reader.lookup(recordOf(2)), undefined)
  })

  it('gives tiles at every width, cut from the widest, and none beyond its tree', async () => {
    const world = await worldWith(3, 297)
    const reader = await world.read()
    const full = (await reader.tile(hashTile('0/000'))) ?? new Uint8Array()
    assert.equal(full.length, 256 * 32)
    for (const width of [1, 3, 77, 255]) {
      const cut = await reader.tile(hashTile(`0/000.p/${width}`))
      assert.deepEqual(cut, full.subarray(0, width * 32))
    }
    assert.equal((await reader.tile(hashTile('0/001.p/7')))?.length, 7 * 32)
    assert.equal((await reader.tile(hashTile('1/000.p/1')))?.length, 32)
    for (const path of ['0/001.p/45', '0/001', '0/002.p/1', '1/000.p/2', '2/000.p/1'])
      assert.equal(await reader.tile(hashTile(path)), undefined, path)
  })

  it('gives entries in the form of Go and in that of C2SP', async () => {
    const world = await worldWith(3, 297)
    const reader = await world.read()
    const hashes = await reader.tile(hashTile('0/000.p/5'))
    const go = parseDataTile((await reader.dataTile(dataTile('000.p/5'))) ?? new Uint8Array(), 5)
    const c2sp = parseEntryBundle((await reader.entries(dataTile('000.p/5'))) ?? new Uint8Array(), 5)
    assert.deepEqual(Buffer.concat(go.map(recordHash)), hashes && Buffer.from(hashes))
    assert.deepEqual(c2sp, go)
    assert.equal(await reader.dataTile(dataTile('001.p/45')), undefined)
    assert.equal(await reader.entries(dataTile('001')), undefined)
  })

  it('finds the data tile that a writer has just replaced by a wider one', async () => {
    const world = await worldWith(3)
    const reader = new LogReader({ store: world.store, ...world.identity })
    const read = world.store.read.bind(world.store)
    let raced = false
    world.store.read = async (key, limit) => {
      if (!raced && key === 'log/tile/8/data/000.p/3') {
        raced = true
        await grow(world, 1)
      }
      return read(key, limit)
    }
    await reader.refresh()
    assert.ok(raced)
    assert.equal(reader.state.size, 3)
  })
})

describe('a reader of a log that was tampered with', () => {
  for (const key of ['log/tile/8/data/000', 'log/tile/8/data/001.p/44'])
    it(`names ${key}, where one byte is changed`, async () => {
      const world = await worldWith(300)
      const reader = await world.read()
      await damage(world, key)
      const damaged = { code: 'store-damaged', subject: key }
      await assert.rejects(world.read(), damaged)
      // The writer finds it either when it publishes its last commit again, or when it reads the log.
      await assert.rejects(world.open(), { subject: key })
      await assert.rejects(reader.dataTile(dataTile(key.replace('log/tile/8/data/', ''))), damaged)
    })

  it('notices a byte changed in what it has read, when it reads the tile again', async () => {
    const world = await worldWith(3)
    const reader = await world.read()
    await grow(world, 1)
    const bytes = Buffer.from((await world.store.read('log/tile/8/data/000.p/4', 10_000)) ?? [])
    await world.store.replace('log/tile/8/data/000.p/4', Buffer.from(bytes.toString().replace('M0 v1', 'M9 v1')))
    await assert.rejects(reader.refresh(), { code: 'store-damaged' })
    assert.equal(reader.state.size, 3)
  })

  it('refuses a missing tile', async () => {
    const world = await worldWith(300)
    await world.store.remove('log/tile/8/data/000')
    await assert.rejects(world.read(), { code: 'store-damaged', subject: 'log/tile/8/data/000' })
  })

  it('refuses a head that nobody known has signed', async () => {
    const world = await worldWith(1)
    await damage(world, latest)
    await assert.rejects(world.read(), { code: 'bad-note' })
    await damage(world, latest)
    await damage(world, 'public/checkpoint')
    const reader = await world.read()
    await assert.rejects(reader.checkpoint(), { code: 'bad-note' })
    world.identity = identityOf('log.example', [7])
    await assert.rejects(world.read(), { code: 'bad-note', reason: 'note-unsigned' })
  })

  it('refuses a rollback, and keeps what it had', async () => {
    const world = await worldWith(2)
    const older = (await world.store.read(latest, 1000)) ?? new Uint8Array()
    await grow(world, 2)
    const reader = await world.read()
    await world.store.replace(latest, older)
    await assert.rejects(reader.refresh(), { code: 'log-rollback' })
    await world.store.remove(latest)
    await assert.rejects(reader.refresh(), { code: 'log-rollback' })
    assert.equal(reader.state.size, 4)
  })

  it('refuses a fork, of the same size and of a larger one, whatever the tiles say', async () => {
    const world = await worldWith(2)
    const reader = await world.read()
    for (const more of [0, 5]) {
      const forked = new LogWorld()
      const log = await forked.open()
      await log.append([recordOf(0), recordOf(1, 'forked')])
      if (more > 0) await log.append(Array.from({ length: more }, (_, n) => recordOf(2 + n)))
      await world.store.replace(latest, Buffer.from(log.head().goNote))
      if (more === 0) await assert.rejects(reader.refresh(), { code: 'log-fork' })
      else await assert.rejects(reader.refresh(), { code: 'store-damaged' })
      for (const key of await forked.keys('log/tile'))
        await world.store.replace(key, (await forked.store.read(key, 1e6)) ?? new Uint8Array())
      await assert.rejects(reader.refresh(), more === 0 ? { code: 'log-fork' } : { code: 'store-damaged' })
    }
    assert.equal(reader.state.size, 2)
  })

  it('refuses a fork that leaves the entries before it alone', async () => {
    const world = await worldWith(256)
    const reader = await world.read()
    const forked = await worldWith(255)
    await (await forked.open()).append([recordOf(1000), recordOf(1001)])
    await world.store.replace(latest, (await forked.store.read(latest, 1000)) ?? new Uint8Array())
    await world.store.put(
      'log/tile/8/data/001.p/1',
      (await forked.store.read('log/tile/8/data/001.p/1', 10_000)) ?? new Uint8Array(),
    )
    const tile = 'public/sumdb/log.example/tile/8/0/001.p/1'
    await world.store.put(tile, (await forked.store.read(tile, 10_000)) ?? new Uint8Array())
    await assert.rejects(reader.refresh(), { code: 'log-fork' })
  })

  it('does not take versions for held that only damaged entries name', async () => {
    const world = new LogWorld()
    await (await world.open()).append(versionOf(1))
    const reader = await world.read()
    await (await world.open()).append(versionOf(2))
    await damage(world, 'log/tile/8/data/000.p/6')
    await assert.rejects(reader.refresh(), { code: 'store-damaged' })
    assert.equal(reader.state.knows(recordOf(2).path), false)
  })
})
