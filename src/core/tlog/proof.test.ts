import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ChecksumLog } from '../../../test/support/checksum-log.ts'
import { naiveRecordProof, naiveRoot, naiveTreeProof } from '../../../test/support/naive-tree.ts'
import { base64 } from '../hash.ts'
import { recordHash, treeLimit } from './hash.ts'
import { checkRecord, proveRecord } from './record-proof.ts'
import { splitStoredHashIndex, storedHashIndex } from './stored-hash.ts'
import { tileHashReader } from './tile-reader.ts'
import { treeHash } from './tree-hash.ts'
import { formatCheckpoint, formatGoHead, parseCheckpoint, parseGoHead } from './tree-head.ts'
import { checkTree, proveTree } from './tree-proof.ts'

const records = Array.from({ length: 600 }, (_, n) => `record ${n}\n`)
const log = new ChecksumLog(records)
const trees = records.slice(0, 70).map((_, n) => ({ size: n + 1, root: naiveRoot(records.slice(0, n + 1)) }))
const read = tileHashReader({ size: 600, root: naiveRoot(records) }, log.readTiles)
const texts = (hashes: readonly Uint8Array[]) => hashes.map(base64)

describe('treeHash', () => {
  it('gives the root of every smaller tree', async () => {
    for (const tree of trees) assert.equal(base64(await treeHash(tree.size, read)), base64(tree.root))
    assert.equal(base64(await treeHash(0, read)), base64(naiveRoot([])))
  })
})

describe('record proofs', () => {
  it('are those of RFC 6962 for every record of every tree up to 70, and are checked', async () => {
    for (const tree of trees) {
      for (let n = 0; n < tree.size; n++) {
        const proof = await proveRecord(tree.size, n, read)
        assert.deepEqual(texts(proof), texts(naiveRecordProof(n, records.slice(0, tree.size))))
        checkRecord(proof, tree, n, recordHash(records[n] ?? ''))
      }
    }
  })

  it('are refused for any other record, place, tree or proof', () => {
    for (const tree of trees.slice(1, 20)) {
      const proof = naiveRecordProof(1, records.slice(0, tree.size))
      const hash = recordHash(records[1] ?? '')
      const check =
        (...[p = proof, t = tree, n = 1, h = hash]: Partial<Parameters<typeof checkRecord>>) =>
        () =>
          checkRecord(p, t, n, h)
      assert.throws(check(proof, tree, 1, recordHash('x\n')), { code: 'bad-proof', reason: 'proof-wrong' })
      assert.throws(check(proof, tree, 0), { code: 'bad-proof' })
      assert.throws(check(proof, { ...tree, root: hash }), { reason: 'proof-wrong' })
      assert.throws(check([...proof, hash]), { reason: 'proof-length' })
      assert.throws(check(proof.slice(1)), { reason: 'proof-length' })
      for (const i of proof.keys()) assert.throws(check(proof.with(i, Buffer.from(hash))), { reason: 'proof-wrong' })
      for (const n of [-1, tree.size, 0.5, Number.NaN]) assert.throws(check(proof, tree, n), { reason: 'proof-range' })
    }
  })
})

describe('tree proofs', () => {
  it('are those of RFC 6962 for every two trees up to 70, and are checked', async () => {
    for (const tree of trees) {
      for (const old of trees.slice(0, tree.size)) {
        const proof = await proveTree(tree.size, old.size, read)
        assert.deepEqual(texts(proof), texts(naiveTreeProof(old.size, records.slice(0, tree.size))))
        checkTree(proof, tree, old)
      }
    }
  })

  it('are refused for another old tree, new tree or proof', () => {
    for (const [i, old] of trees.slice(0, 20).entries()) {
      const tree = trees[i + 7] as (typeof trees)[0]
      const proof = naiveTreeProof(old.size, records.slice(0, tree.size))
      const other = naiveRoot(['x\n'])
      assert.throws(() => checkTree(proof, tree, { ...old, root: other }), { code: 'bad-proof', reason: 'proof-wrong' })
      assert.throws(() => checkTree(proof, { ...tree, root: other }, old), { reason: 'proof-wrong' })
      assert.throws(() => checkTree([...proof, other], tree, old), { reason: 'proof-length' })
      assert.throws(() => checkTree(proof.slice(1), tree, old), { reason: 'proof-length' })
      for (const at of proof.keys()) {
        assert.throws(() => checkTree(proof.with(at, other), tree, old), { reason: 'proof-wrong' })
      }
      for (const size of [0, tree.size + 1, 1.5]) {
        assert.throws(() => checkTree(proof, tree, { ...old, size }), { reason: 'proof-range' })
      }
    }
  })
})

describe('storedHashIndex', () => {
  it('has an inverse up to the largest tree, and refuses more', () => {
    const node = fc
      .integer({ min: 0, max: 52 })
      .chain(level => fc.maxSafeNat().map(n => ({ level, n: n % (treeLimit / 2 ** level) })))
    fc.assert(
      fc.property(node, ({ level, n }) =>
        assert.deepEqual(splitStoredHashIndex(storedHashIndex(level, n)), { level, n }),
      ),
    )
    assert.deepEqual(
      Array.from({ length: 7 }, (_, i) => splitStoredHashIndex(i).level),
      [0, 0, 1, 0, 0, 1, 2],
    )
    for (const n of [-1, treeLimit, Number.NaN]) assert.throws(() => storedHashIndex(0, n), { reason: 'tile-range' })
    assert.throws(() => storedHashIndex(53, 0), { reason: 'tile-range' })
  })
})

describe('tree heads', () => {
  const root = naiveRoot([])

  it('go back and forth, and tolerate lines of later times', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: treeLimit }), size => {
        assert.deepEqual(parseGoHead(formatGoHead({ size, root })).size, size)
        const text = formatCheckpoint('goferry.example/log', { size, root })
        assert.deepEqual(texts([parseCheckpoint(`${text}more\n`, 'goferry.example/log').root]), texts([root]))
      }),
    )
  })

  const good = formatGoHead({ size: 5, root })
  const refused: [string, string, string][] = [
    ['another origin', good.replace('go.sum', 'go.mod'), 'tree-origin'],
    ['two lines', good.split('\n').slice(0, 2).join('\n'), 'tree-form'],
    ['a last line that is not ended', good.slice(0, -1), 'tree-form'],
    ['a negative size', good.replace('5', '-5'), 'tree-size'],
    ['a size with a zero before it', good.replace('5', '05'), 'tree-size'],
    ['a size that no number counts', good.replace('5', '4503599627370497'), 'tree-size'],
    ['a short root', good.replace('47DEQpj8', ''), 'tree-root'],
  ]
  for (const [what, text, reason] of refused) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => parseGoHead(text), { code: 'bad-note', reason })
    })
  }

  it('of another log are refused', () => {
    const text = formatCheckpoint('goferry.example/log', { size: 5, root })
    assert.throws(() => parseCheckpoint(text, 'goferry.example/other'), { code: 'bad-note', reason: 'tree-origin' })
  })
})
