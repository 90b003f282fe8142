import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { identityOf, LogWorld, recordOf } from '../../../test/support/log-world.ts'
import { utf8 } from '../../core/bytes.ts'
import { sha256 } from '../../core/hash.ts'
import { signNote } from '../../core/note/sign-note.ts'
import { formatGoHead } from '../../core/tlog/tree-head.ts'
import { checkPublished } from './check-published.ts'

const latest = 'public/sumdb/log.example/latest'
const tile = 'public/sumdb/log.example/tile/8/0/000.p/3'
const lookup = 'public/sumdb/log.example/lookup/example.com/!m2@v1.0.0'

/** A log of three records in two commits, and what is published of it. */
async function begun(): Promise<LogWorld> {
  const world = new LogWorld()
  const log = await world.open()
  await log.append([recordOf(0), recordOf(1)])
  await log.append([recordOf(2)])
  return world
}

async function bytesOf({ store }: LogWorld, key: string): Promise<Uint8Array> {
  return (await store.read(key, 1 << 20)) ?? assert.fail(key)
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
}

describe('a log that is opened', () => {
  it('tells of nothing where nothing is wrong', async () => {
    const world = await begun()
    assert.deepEqual((await world.open()).takeMended(), [])
  })

  for (const file of ['public/checkpoint', latest, lookup])
    it(`tells of each changed byte of ${file}, once, and writes it again`, async () => {
      const world = await begun()
      const bytes = await bytesOf(world, file)
      for (let at = 0; at < bytes.length; at++) {
        await world.store.replace(file, flipped(bytes, at))
        const log = await world.open()
        assert.deepEqual(log.takeMended(), [{ file, damage: 'damaged' }], `byte ${at}`)
        assert.deepEqual(log.takeMended(), [])
        assert.deepEqual(await bytesOf(world, file), bytes)
      }
      for (const other of [bytes.subarray(0, 20), new Uint8Array(), new Uint8Array(200_000)]) {
        await world.store.replace(file, other)
        assert.deepEqual((await world.open()).takeMended(), [{ file, damage: 'damaged' }])
      }
    })

  for (const file of ['public/checkpoint', latest, lookup, tile])
    it(`tells that ${file} was not there`, async () => {
      const world = await begun()
      const bytes = await bytesOf(world, file)
      await world.store.remove(file)
      assert.deepEqual((await world.open()).takeMended(), [{ file, damage: 'missing' }])
      assert.deepEqual(await bytesOf(world, file), bytes)
    })

  it('leaves a changed tile of hashes to verify, which makes it again from the entries', async () => {
    const world = await begun()
    const bytes = await bytesOf(world, tile)
    await world.store.remove(tile)
    await world.store.put(tile, flipped(bytes, 40))
    const log = await world.open()
    assert.deepEqual(log.takeMended(), [])
    const { store, identity } = world
    const bad: string[] = []
    await checkPublished({ store, head: () => log.head(), ...identity }, async ({ file, damage, heal }) => {
      bad.push(`${file} ${damage}`)
      await heal?.()
    })
    assert.deepEqual(bad, [`${tile} damaged`])
    assert.deepEqual(await bytesOf(world, tile), bytes)
  })

  it('names an entry that was changed', async () => {
    const world = await begun()
    const [entry = ''] = await world.keys('log/tile')
    const bytes = await bytesOf(world, entry)
    await world.store.remove(entry)
    await world.store.put(entry, flipped(bytes, 10))
    await assert.rejects(world.open(), { code: 'store-damaged', subject: entry })
  })

  it('refuses a newer head, also one that is signed by a key that it does not know', async () => {
    for (const identity of [identityOf('log.example'), identityOf('log.example', [9])]) {
      const world = await begun()
      const newer = signNote(formatGoHead({ size: 7, root: sha256(utf8('x')) }), identity.signers)
      await world.store.replace(latest, newer)
      await assert.rejects(world.open(), { code: 'log-rollback', reason: 'log-published-ahead' })
      const other = signNote(formatGoHead({ size: 3, root: sha256(utf8('x')) }), identity.signers)
      await world.store.replace(latest, other)
      await assert.rejects(world.open(), { code: 'log-fork' })
    }
    const world = await begun()
    world.faults.when(({ operation, subject }) => (operation === 'read' && subject === latest ? 'fail' : undefined))
    await assert.rejects(world.open(), { code: 'io-failed' })
  })
})
