import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ChecksumLog } from '../../../test/support/checksum-log.ts'
import { forkedRecords, honestRecords as records, testSum } from '../../../test/support/checksum-records.ts'
import { isGoferryError } from '../errors.ts'
import { goSumLines } from './go-sum-lines.ts'
import { formatLookup, parseLookup } from './lookup.ts'
import { publicDatabase } from './public-database.ts'
import { parseRecordHashes } from './record-hashes.ts'
import { followHead, mergeHeads, openSignedHead, type SignedHead } from './signed-head.ts'
import { verifyLookup } from './verify-lookup.ts'

const log = new ChecksumLog(records)
/** The same key, but record 310 speaks of another zip. */
const forked = new ChecksumLog(forkedRecords)

const headOf = (from: ChecksumLog, size: number): SignedHead => openSignedHead(from.head(size), [from.verifier])
const database = (from: ChecksumLog, kept?: SignedHead) => ({
  verifiers: [log.verifier],
  kept,
  readTiles: from.readTiles,
})

describe('verifyLookup', () => {
  it('gives the hashes and the head at the first contact', async () => {
    const { path, version, h1Zip, h1Mod } = testSum(7)
    const found = await verifyLookup(log.lookup(7, records[7] ?? '', 600), { path, version }, database(log))
    assert.deepEqual(found, { id: 7, h1Zip, h1Mod, newHead: headOf(log, 600) })
  })

  it('takes heads of every size beside the kept one, and moves only forward', async () => {
    for (const [kept, offered] of [1, 7, 255, 256, 257, 300, 511, 512, 513, 600].flatMap(a => [
      [a, 300],
      [300, a],
    ])) {
      if (kept === undefined || offered === undefined) continue
      const id = Math.min(kept, offered) - 1
      const bytes = log.lookup(id, records[id] ?? '', offered)
      const { newHead } = await verifyLookup(bytes, testSum(id), database(log, headOf(log, kept)))
      assert.equal(newHead?.size, offered > kept ? offered : undefined, `${kept} then ${offered}`)
    }
  })

  it('proves a record that only the kept head has', async () => {
    const found = await verifyLookup(
      log.lookup(599, records[599] ?? '', 300),
      testSum(599),
      database(log, headOf(log, 600)),
    )
    assert.equal(found.id, 599)
  })

  it('reads only the tiles of the right edge and of the record', async () => {
    const fresh = new ChecksumLog(records)
    await verifyLookup(fresh.lookup(7, records[7] ?? '', 600), testSum(7), database(fresh, headOf(fresh, 600)))
    assert.deepEqual(fresh.read, ['tile/8/1/000.p/2', 'tile/8/0/002.p/88', 'tile/8/0/000'])
  })

  for (const [what, kept, offered] of [
    ['newer', 400, 600],
    ['of the same size', 600, 600],
    ['older', 600, 400],
  ] as const) {
    it(`catches a fork whose head is ${what}, with both heads as evidence`, async () => {
      const bytes = forked.lookup(310, goSumLines(testSum(310, 'evil')), offered)
      const newerSide = offered > kept ? forked : log
      const verdict = verifyLookup(bytes, testSum(310), database(newerSide, headOf(log, kept)))
      await assert.rejects(verdict, error => {
        assert.ok(isGoferryError(error, 'log-fork'))
        const heads = [log.head(kept), forked.head(offered)].map(head => Buffer.from(head).toString())
        assert.deepEqual([error.params['kept'], error.params['other']], heads)
        return true
      })
    })
  }

  it('catches a fork that serves the honest tiles', async () => {
    const bytes = forked.lookup(310, goSumLines(testSum(310, 'evil')), 600)
    await assert.rejects(verifyLookup(bytes, testSum(310), database(log, headOf(log, 400))), { code: 'bad-tile' })
  })

  it('catches a log that was rolled back and went on with another record', async () => {
    const again = new ChecksumLog([...records.slice(0, 300), goSumLines(testSum(300, 'evil'))])
    const bytes = again.lookup(300, goSumLines(testSum(300, 'evil')), 301)
    await assert.rejects(verifyLookup(bytes, testSum(300), database(log, headOf(log, 600))), { code: 'log-fork' })
  })

  const wrong: [string, Uint8Array, string, string][] = [
    ['a record with another hash', log.lookup(7, goSumLines(testSum(7, 'evil')), 600), 'bad-proof', 'proof-record'],
    ['a record at another place', log.lookup(8, records[7] ?? '', 600), 'bad-proof', 'proof-record'],
    ['a record beyond the tree', log.lookup(600, records[7] ?? '', 600), 'bad-proof', 'proof-record'],
    ['the record of another module', log.lookup(8, records[8] ?? '', 600), 'bad-record', 'record-unrelated'],
    ['an empty record', formatLookup({ id: 7, text: '\n', head: log.head(600) }), 'bad-record', 'record-lines'],
    ['no record at all', log.head(600), 'bad-record', 'record-id'],
    ['an HTML page', Buffer.from('<!doctype html>\n<p>\n\n</p>\n'), 'bad-record', 'record-id'],
    ['a lookup without a head', log.lookup(7, records[7] ?? '', 601), 'bad-note', 'note-no-signatures'],
    [
      'a head by a stranger',
      new ChecksumLog(records, { seed: 2 }).lookup(7, records[7] ?? '', 600),
      'bad-note',
      'note-unsigned',
    ],
  ]
  for (const [what, bytes, code, reason] of wrong) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(verifyLookup(bytes, testSum(7), database(log)), { code, reason })
      await assert.rejects(verifyLookup(bytes, testSum(7), database(log, headOf(log, 300))), { code, reason })
    })
  }

  it('refuses tiles in which any bit was changed', async () => {
    const bytes = log.lookup(7, records[7] ?? '', 600)
    for (let at = 0; at < 3; at++) {
      const readTiles: typeof log.readTiles = async tiles => {
        const read = await log.readTiles(tiles)
        return read.with(at, (read[at] as Uint8Array).with(40, 1 ^ (read[at]?.[40] ?? 0)))
      }
      const verdict = verifyLookup(bytes, testSum(7), { ...database(log), readTiles })
      await assert.rejects(verdict, { code: 'bad-tile', reason: 'tile-inconsistent' })
    }
  })

  it('refuses tiles of another count or length', async () => {
    const bytes = log.lookup(7, records[7] ?? '', 600)
    const none = verifyLookup(bytes, testSum(7), { ...database(log), readTiles: async () => [] })
    await assert.rejects(none, { code: 'bad-tile', reason: 'tile-count' })
    const empty = async (tiles: readonly unknown[]) => tiles.map(() => new Uint8Array())
    const short = verifyLookup(bytes, testSum(7), { ...database(log), readTiles: empty })
    await assert.rejects(short, { code: 'bad-tile', reason: 'tile-length' })
  })
})

describe('followHead', () => {
  it('moves forward, stays, and refuses to go back', async () => {
    const [older, newer] = [headOf(log, 300), headOf(log, 600)]
    assert.equal(await followHead(older, newer, log.readTiles), newer)
    assert.equal(await followHead(newer, newer, log.readTiles), newer)
    await assert.rejects(followHead(newer, older, log.readTiles), { code: 'log-rollback' })
    await assert.rejects(followHead(headOf(forked, 400), newer, log.readTiles), { code: 'log-fork' })
  })

  it('takes the empty tree as the beginning of every other', async () => {
    assert.equal((await mergeHeads(headOf(log, 0), headOf(log, 5), log.readTiles)).size, 5)
  })
})

describe('parseRecordHashes', () => {
  const { path, version } = testSum(7)
  const [zip, mod] = (records[7] ?? '').split('\n')
  const refused: [string, string, string][] = [
    ['one line', `${zip}\n`, 'record-lines'],
    ['the lines of two versions', `${zip}\n${mod?.replace('v1.0.0/', 'v1.0.1/')}\n`, 'record-lines'],
    ['a line twice', `${zip}\n${zip}\n`, 'record-lines'],
    ['a line more', `${zip}\n${mod}\n${zip}\n`, 'record-lines'],
    ['another kind of hash', `${zip?.replace('h1:', 'h2:')}\n${mod}\n`, 'record-lines'],
    ['another version', (records[7] ?? '').replaceAll('v1.0.0', 'v1.0.1'), 'record-unrelated'],
    ['a longer path', (records[7] ?? '').replaceAll(path, `${path}/v2`), 'record-unrelated'],
  ]
  for (const [what, text, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseRecordHashes(text, { path, version }), { code: 'bad-record', reason })
    })
  }
})

describe('parseLookup', () => {
  it('is the inverse of formatLookup', () => {
    const lookup = { id: 7, text: records[7] ?? '', head: log.head(600) }
    assert.deepEqual(parseLookup(formatLookup(lookup)), lookup)
  })
})

describe('publicDatabase', () => {
  it('is the key that the go command has built in', () => {
    assert.deepEqual([publicDatabase.name, publicDatabase.hash.toString(16)], ['sum.golang.org', '33de0ae'])
  })
})
