import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { concat, sameBytes } from '../bytes.ts'
import { isGoferryError } from '../errors.ts'
import { generateKey, parseSigner, parseVerifier } from '../note/key.ts'
import { signNote } from '../note/sign-note.ts'
import { goSumLines } from '../sumdb/go-sum-lines.ts'
import { openSignedHead, type SignedHead } from '../sumdb/signed-head.ts'
import { emptyEdge, growTree, type TreeEdge } from '../tlog/grow.ts'
import { hashSize } from '../tlog/hash.ts'
import { storedHashIndex } from '../tlog/stored-hash.ts'
import { type HashTile, tileHeight, tilePath } from '../tlog/tile.ts'
import { tileHashReader } from '../tlog/tile-reader.ts'
import { treeHash } from '../tlog/tree-hash.ts'
import { formatGoHead } from '../tlog/tree-head.ts'
import { formatProofs, parseProofs, tilesOf } from './format-proofs.ts'
import { proofTiles } from './proof-tiles.ts'
import type { Proofs } from './proofs.ts'
import { ProofsCheck } from './proofs-check.ts'

const key = generateKey('sum.test', new Uint8Array(32).fill(1))
const verifier = parseVerifier(key.verifier)
const h1 = `h1:${Buffer.alloc(32).toString('base64')}`
/** A tree of three levels of tiles: its 65,536th record fills a tile of level 1. */
const size = 66_000
const recordAt = (id: number) => goSumLines({ path: `x.test/m${id}`, version: 'v1.0.0', h1Zip: h1, h1Mod: h1 })

/** The heads of some sizes, and every full tile and the edge of the last one. */
const heads = new Map<number, SignedHead>()
const tiles = new Map<string, Uint8Array>()
const sizes = [1, 255, 256, 257, 300, 511, 5000, 65_280, 65_535, 65_536, 65_537, 65_793, 65_900, size]
let edge: TreeEdge = emptyEdge
for (const to of sizes) {
  const leaves = Array.from({ length: to - edge.size }, (_, i) => recordAt(edge.size + i))
  const growth = growTree(edge, leaves)
  edge = growth.edge
  for (const { tile, bytes } of growth.tiles) tiles.set(tilePath(tile), bytes)
  heads.set(to, openSignedHead(signNote(formatGoHead(edge), [parseSigner(key.signer)]), [verifier]))
}

function headOf(at: number): SignedHead {
  return heads.get(at) ?? assert.fail(`no head of ${at}`)
}

/** Proofs of some records under the newest head, and the bytes of their tiles. */
function proofsOf(ids: readonly number[], older: readonly number[], newest = size): Proofs {
  const [head, ...rest] = [newest, ...older.toSorted((a, b) => b - a)].map(headOf)
  const records = [...new Set(ids)].sort((a, b) => a - b).map(id => ({ id, text: recordAt(id) }))
  return { database: 'sum.test', heads: [head ?? assert.fail(), ...rest], records }
}

function bytesOf(proofs: Proofs): Uint8Array[] {
  return tilesOf(proofs).map(tile => tiles.get(tilePath(tile)) ?? assert.fail(tilePath(tile)))
}

function checked(proofs: Proofs, bytes: readonly Uint8Array[]): void {
  const check = new ProofsCheck(proofs)
  for (const one of bytes) check.take(one)
  check.finish()
}

const someIds = fc.uniqueArray(fc.oneof(fc.nat(size - 1), fc.constantFrom(0, 255, 256, 65_535, 65_536, size - 1)), {
  minLength: 1,
  maxLength: 30,
})
const someOlder = fc.subarray(sizes.slice(0, -1))

describe('the tiles of proofs', () => {
  it('are what a client of any of the heads reads, each cut from the one of its place, and no more', async () => {
    const law = fc.asyncProperty(someIds, someOlder, async (ids, older) => {
      const planned = new Map(
        proofTiles(size, ids, older).map(tile => [`${tile.level}/${tile.n}`, tiles.get(tilePath(tile))]),
      )
      const used = new Set<string>()
      const read = async (wanted: readonly HashTile[]) =>
        wanted.map(({ level, n, width }) => {
          used.add(`${level}/${n}`)
          const bytes = planned.get(`${level}/${n}`) ?? assert.fail(`${level}/${n} is lacking`)
          assert.ok(bytes.length >= width * hashSize)
          return bytes.subarray(0, width * hashSize)
        })
      const all = [...older, size].map(headOf)
      for (const head of all) {
        const reader = tileHashReader(head, read)
        for (const other of all)
          if (other.size <= head.size) assert.ok(sameBytes(await treeHash(other.size, reader), other.root))
        const places = ids.filter(id => id < head.size).map(id => storedHashIndex(0, id))
        assert.equal((await reader(places)).length, places.length)
      }
      assert.deepEqual([...used].sort(), [...planned.keys()].sort())
    })
    await fc.assert(law, { numRuns: 60 })
  })

  it('come each after the one that vouches for it, the edge first', () => {
    const plan = proofTiles(size, [0, 300, 65_999], [257])
    assert.deepEqual(plan.map(tilePath), [
      'tile/8/2/000.p/1',
      'tile/8/1/001.p/1',
      'tile/8/0/257.p/208',
      'tile/8/1/000',
      'tile/8/0/000',
      'tile/8/0/001',
    ])
    assert.ok(plan.every(({ height }) => height === tileHeight))
  })
})

describe('a blob of proofs', () => {
  it('is read again as it was written, and the same proofs make the same bytes', () => {
    fc.assert(
      fc.property(someIds, someOlder, (ids, older) => {
        const proofs = proofsOf(ids, older)
        const header = formatProofs(proofs)
        const again = parseProofs(header, [verifier])
        assert.deepEqual(again, proofs)
        assert.deepEqual(formatProofs(again), header)
        checked(again, bytesOf(again))
      }),
      { numRuns: 40 },
    )
  })

  it('of which any byte before the tiles was changed is refused, or says the very same', () => {
    const proofs = proofsOf([1, 2, 300], [257, 5000])
    const header = formatProofs(proofs)
    const tileBytes = bytesOf(proofs)
    for (let at = 0; at < header.length; at++)
      for (const flip of [1, 0x20, 0x80]) {
        const changed = header.with(at, (header[at] ?? 0) ^ flip)
        const why = `byte ${at} ${flip}: ${JSON.stringify(
          Buffer.from(changed)
            .toString('latin1')
            .slice(at - 12, at + 12),
        )}`
        try {
          const { records, heads } = parseProofs(changed, [verifier])
          checked({ ...proofs, records, heads }, tileBytes)
          // The last bits of a signature in base64 say nothing.
          assert.deepEqual(
            [records, heads.map(({ root }) => root)],
            [proofs.records, proofs.heads.map(({ root }) => root)],
          )
          assert.ok(flip === 1 && changed[at + 1] === 0x3d, why)
        } catch (error) {
          assert.ok(isGoferryError(error, 'bad-proof', 'bad-note', 'bad-tile'), why)
        }
      }
  })

  it('that is cut or longer is refused', () => {
    const header = formatProofs(proofsOf([1], [257]))
    for (const bytes of [
      header.subarray(0, -1),
      concat(header, Uint8Array.of(10)),
      new Uint8Array(),
      header.subarray(9),
    ])
      assert.throws(() => parseProofs(bytes, [verifier]), { code: 'bad-proof' })
  })

  const wrong: readonly [string, Proofs][] = [
    ['a head twice', { ...proofsOf([1], []), heads: [headOf(size), headOf(size)] }],
    ['an older head first', { ...proofsOf([1], []), heads: [headOf(257), headOf(size)] }],
    ['a record beyond the head', { ...proofsOf([300], [], 257), records: [{ id: 300, text: recordAt(300) }] }],
    ['records in another order', { ...proofsOf([], []), records: [2, 1].map(id => ({ id, text: recordAt(id) })) }],
    ['a version twice', { ...proofsOf([], []), records: [1, 2].map(id => ({ id, text: recordAt(1) })) }],
    ['a record of three lines', { ...proofsOf([], []), records: [{ id: 1, text: `${recordAt(1)}x\n` }] }],
    ['another database', { ...proofsOf([1], []), database: 'other.test' }],
  ]
  for (const [what, proofs] of wrong)
    it(`with ${what} is refused`, () => {
      assert.throws(() => parseProofs(formatProofs(proofs), [verifier]), { code: 'bad-proof' })
    })

  it('is refused before memory is taken for what it claims to be', () => {
    const claims = 'goferry/proofs/v1\nsum.test\nheads 999999999999\nrecords 0\ntiles 0\n\n'
    assert.throws(() => parseProofs(Buffer.from(claims), [verifier]), { reason: 'proofs-limit' })
  })

  it('by a stranger is refused', () => {
    const stranger = parseVerifier(generateKey('sum.test', new Uint8Array(32).fill(2)).verifier)
    assert.throws(() => parseProofs(formatProofs(proofsOf([1], [])), [stranger]), { code: 'bad-note' })
  })
})

describe('the check of a blob', () => {
  const proofs = proofsOf([1, 300, 65_999], [257, 5000, 65_793])
  const good = bytesOf(proofs)

  it('refuses any tile of which a bit was changed, or that is shorter, longer or another', () => {
    checked(proofs, good)
    for (const [i, bytes] of good.entries())
      for (const bad of [
        bytes.with(0, (bytes[0] ?? 0) ^ 1),
        bytes.with(-1, (bytes.at(-1) ?? 0) ^ 0x80),
        bytes.subarray(1),
        concat(bytes, bytes.subarray(0, hashSize)),
        good[(i + 1) % good.length] ?? bytes,
      ])
        assert.throws(() => checked(proofs, good.with(i, bad)), { code: 'bad-tile' }, `tile ${i}`)
  })

  it('refuses fewer tiles and more', () => {
    assert.throws(() => checked(proofs, good.slice(0, -1)), { code: 'bad-tile', reason: 'tile-missing' })
    assert.throws(() => checked(proofs, [...good, new Uint8Array(8192)]), { code: 'bad-proof' })
  })

  it('refuses a record that the tree does not have at its place', () => {
    const records = proofs.records.with(1, { id: 300, text: recordAt(301) })
    assert.throws(() => checked({ ...proofs, records }, good), { code: 'bad-proof', reason: 'proof-record' })
  })

  it('refuses an older head of another time line, with both heads as evidence', () => {
    const other = growTree(
      emptyEdge,
      Array.from({ length: 257 }, () => recordAt(0)),
    ).edge
    const forked = openSignedHead(signNote(formatGoHead(other), [parseSigner(key.signer)]), [verifier])
    const [head, ...older] = proofs.heads
    const heads = [head, ...older.slice(0, -1), forked] as const
    assert.throws(
      () => checked({ ...proofs, heads }, good),
      error => {
        assert.ok(isGoferryError(error, 'log-fork'))
        assert.deepEqual([error.params['keptSize'], error.params['otherSize']], [size, 257])
        return true
      },
    )
  })
})
