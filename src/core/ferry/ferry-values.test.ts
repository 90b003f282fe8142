import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sameBytes } from '../bytes.ts'
import { emptyEdge, growTree } from '../tlog/grow.ts'
import { recordHash } from '../tlog/hash.ts'
import { bundleFileName, isBundleFileName, isSiteName, labelName, sealedName, volumeName } from './bundle-names.ts'
import { countRanges, formatRanges, inRanges, nthOf, parseRanges, subtract, toRanges, unite } from './id-ranges.ts'
import { layOut } from './layout.ts'
import { usableBytes } from './media.ts'
import { formatFrame, frameSize, parseFrame } from './object-frame.ts'
import { RunningTree, subtreeCount } from './running-tree.ts'

describe('ranges of entries', () => {
  it('hold what they were made of, and are one text', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60)), numbers => {
        const ids = numbers.toSorted((a, b) => a - b)
        const ranges = toRanges(ids)
        assert.deepEqual(parseRanges(formatRanges(ranges)), ranges)
        assert.equal(countRanges(ranges), ids.length)
        assert.deepEqual([...ids.map((_, n) => nthOf(ranges, n)), nthOf(ranges, ids.length)], [...ids, undefined])
        for (let id = 0; id <= 61; id++) assert.equal(inRanges(ranges, id), ids.includes(id))
      }),
    )
  })
  it('are united and subtracted as sets are', () => {
    const some = fc.uniqueArray(fc.nat(40)).map(numbers => toRanges(numbers.toSorted((a, b) => a - b)))
    fc.assert(
      fc.property(some, some, (a, b) => {
        for (let id = 0; id <= 41; id++) {
          assert.equal(inRanges(unite(a, b), id), inRanges(a, id) || inRanges(b, id))
          assert.equal(inRanges(subtract(a, b), id), inRanges(a, id) && !inRanges(b, id))
        }
        for (const ranges of [unite(a, b), subtract(a, b)]) assert.deepEqual(parseRanges(formatRanges(ranges)), ranges)
      }),
    )
  })
  for (const text of ['1-1', '2,1', '1,2', '1-3,4', '01', '3-1', ' 1', '1,', '-1', '1-', '1--2', 'x', '1-3,2-5'])
    it(`refuse ${JSON.stringify(text)}`, () => assert.equal(parseRanges(text), undefined))
})

describe('a running tree', () => {
  it('has the root of the whole tree, from wherever it was begun', () => {
    const leaves = Array.from({ length: 70 }, (_, n) => `leaf ${n}\n`)
    for (let from = 0; from <= leaves.length; from++) {
      const before = new RunningTree()
      for (const leaf of leaves.slice(0, from)) before.push(recordHash(leaf))
      const tree = new RunningTree(from, before.edge)
      assert.equal(before.edge.length, subtreeCount(from))
      for (const leaf of leaves.slice(from)) tree.push(recordHash(leaf))
      assert.equal(tree.size, leaves.length)
      assert.ok(sameBytes(tree.root, growTree(emptyEdge, leaves).edge.root))
      assert.ok(sameBytes(before.root, growTree(emptyEdge, leaves.slice(0, from)).edge.root))
    }
  })
})

describe('what comes before an object', () => {
  it('is read as it was written', () => {
    for (const kind of ['mod', 'info', 'zip', 'archive', 'proofs', 'certificate'] as const) {
      const frame = { kind, id: 2 ** 40 + 7, size: 2 ** 33 + 1 }
      assert.equal(formatFrame(frame).length, frameSize)
      assert.deepEqual(parseFrame(formatFrame(frame)), frame)
    }
  })
  it('is refused in any other form', () => {
    const good = formatFrame({ kind: 'zip', id: 1, size: 1 })
    for (const at of [0, 3, 4, 12]) assert.throws(() => parseFrame(good.with(at, 0xff)), { code: 'bundle-damaged' })
    assert.throws(() => parseFrame(good.subarray(0, 19)), { code: 'bundle-damaged' })
  })
})

describe('the layout of volumes', () => {
  const wish = { capacity: undefined, fixed: 1000, volumeLimit: 100, parity: 0 }
  it('covers the stream, and no disc is over its capacity', () => {
    const sizes = fc.record({
      stream: fc.nat(20_000),
      capacity: fc.option(fc.integer({ min: 1001, max: 5000 }), { nil: undefined }),
      volumeLimit: fc.integer({ min: 500, max: 2000 }),
      parity: fc.nat(2),
    })
    fc.assert(
      fc.property(sizes, given => {
        fc.pre(given.capacity === undefined || given.capacity > 1200)
        const { volumes, parity, discs } = layOut({ fixed: 1000, ...given })
        const longest = Math.max(0, ...volumes)
        const sizeOf = (place: number) => volumes[place] ?? longest
        assert.equal(
          volumes.reduce((sum, size) => sum + size, 0),
          given.stream,
        )
        assert.deepEqual(
          discs.flat(),
          Array.from({ length: volumes.length + parity }, (_, i) => i),
        )
        assert.ok(longest <= given.volumeLimit && volumes.slice(0, -1).every(size => size === longest))
        for (const disc of discs) {
          const bytes = disc.reduce((sum, place) => sum + sizeOf(place), 1000)
          assert.ok(bytes <= (given.capacity ?? Number.POSITIVE_INFINITY))
        }
        const isSpare = (place: number) => place >= volumes.length
        assert.equal(
          discs.some(disc => disc.some(isSpare) && !disc.every(isSpare)),
          given.capacity === undefined && parity > 0,
        )
        // So many discs may be lost as were asked for.
        const largest = Math.max(...discs.map(disc => disc.filter(place => !isSpare(place)).length))
        if (given.capacity !== undefined) assert.equal(parity, given.parity * largest)
      }),
    )
  })
  it('is refused where it cannot be', () => {
    assert.throws(() => layOut({ ...wish, stream: 1, capacity: 1000 }), { reason: 'bundle.small-medium' })
    assert.throws(() => layOut({ ...wish, stream: 30_000 }), { reason: 'bundle.many-volumes' })
  })
  it('has one empty disc for nothing', () => {
    assert.deepEqual(layOut({ ...wish, stream: 0 }), { volumes: [], parity: 0, discs: [[]] })
  })
})

it('names fit every medium', () => {
  const id = '1a2b3c4d5e6f'
  const files = [
    bundleFileName(id, 'header'),
    bundleFileName(id, 'readme'),
    bundleFileName(id, 'sums'),
    labelName(id, 250),
  ]
  const carried = [bundleFileName(id, 'log'), volumeName(id, 250, 'volume'), volumeName(id, 1, 'parity')]
  for (const name of [...files, ...carried, ...carried.map(sealedName)]) {
    assert.match(name, /^[a-z0-9._-]{1,31}$/)
    assert.ok(isBundleFileName(name), name)
  }
  for (const name of ['gf-x-header.txt', `gf-${id}-../x`, `gf-${id}-A.txt`, 'header.txt', ''])
    assert.ok(!isBundleFileName(name), name)
  assert.deepEqual(['beijing', 'a', 'site-2', '-a', 'a-', 'A', '', 'a_b', 'x'.repeat(33)].map(isSiteName), [
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

it('media are known by name or by bytes', () => {
  assert.deepEqual(['cd', '4GB', '10', 'toString', 'zip'].map(usableBytes), [
    700_416_000,
    4e9,
    undefined,
    undefined,
    undefined,
  ])
})
