import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formatDataTile, formatEntryBundle, parseDataTile, parseEntryBundle } from './data-tile.ts'
import { c2spTilePath, parseC2spTilePath, parseTilePath, type Tile, tilePath } from './tile.ts'

describe('tile paths', () => {
  const cases: [Tile, string, string | undefined][] = [
    [{ height: 8, level: 0, n: 1234, width: 5 }, 'tile/8/0/x001/234.p/5', 'tile/0/x001/234.p/5'],
    [{ height: 8, level: 'data', n: 0, width: 256 }, 'tile/8/data/000', 'tile/entries/000'],
    [{ height: 8, level: 3, n: 7, width: 1 }, 'tile/8/3/007.p/1', 'tile/3/007.p/1'],
    [{ height: 3, level: 4, n: 1234067, width: 8 }, 'tile/3/4/x001/x234/067', undefined],
  ]
  for (const [tile, go, c2sp] of cases) {
    it(`${go} is written and read`, () => {
      assert.equal(tilePath(tile), go)
      assert.deepEqual(parseTilePath(go), tile)
      if (c2sp === undefined) return
      assert.equal(c2spTilePath(tile), c2sp)
      assert.deepEqual(parseC2spTilePath(c2sp), tile)
    })
  }

  it('go back and forth for every tile of a tree that can be counted', () => {
    const level = fc.oneof(fc.constant('data' as const), fc.nat(5))
    const tile = fc.record({ height: fc.constant(8), level, n: fc.nat(1e9), width: fc.integer({ min: 1, max: 256 }) })
    fc.assert(
      fc.property(tile, value => {
        fc.pre(value.level === 'data' || value.n < 2 ** (44 - 8 * value.level))
        assert.deepEqual(parseTilePath(tilePath(value)), { ...value })
        assert.deepEqual(parseC2spTilePath(c2spTilePath(value)), { ...value })
      }),
    )
  })

  const refused: [string, string][] = [
    ['', 'tile-path'],
    ['tile/8/0', 'tile-path'],
    ['tile/8/0/1', 'tile-path'],
    ['tile/8/0/000/', 'tile-path'],
    ['tile/08/0/000', 'tile-path'],
    ['tile/31/0/000', 'tile-path'],
    ['tile/8/00/000', 'tile-path'],
    ['tile/8/-1/000', 'tile-path'],
    ['tile/8/0/x000/001', 'tile-path'],
    ['tile/8/0/001/234', 'tile-path'],
    ['tile/8/0/000.p/0', 'tile-path'],
    ['tile/8/0/000.p/256', 'tile-path'],
    ['tile/8/0/000.p/05', 'tile-path'],
    ['tile/8/0/../../etc/passwd', 'tile-path'],
    [`tile/8/0/${'x001/'.repeat(1000)}000`, 'tile-path'],
    ['tile/8/6/000', 'tile-range'],
    ['tile/8/0/x999/x999/x999/x999/999', 'tile-range'],
  ]
  for (const [path, reason] of refused) {
    it(`${path.slice(0, 40) || 'the empty path'} is refused`, () => {
      assert.throws(() => parseTilePath(path), { code: 'bad-tile', reason })
    })
  }

  it('of C2SP say nothing of the height', () => {
    for (const path of ['tile/8/0/000', 'tile/data/000', 'tile/entries/x000/001', 'tile/0/000.p/256']) {
      assert.throws(() => parseC2spTilePath(path), { code: 'bad-tile' })
    }
  })
})

describe('data tiles and entry bundles', () => {
  const record = fc.array(fc.stringMatching(/^[a-z中 ]{1,9}$/), { minLength: 1 }).map(lines => `${lines.join('\n')}\n`)

  it('give back the records', () => {
    fc.assert(
      fc.property(fc.array(record), records => {
        assert.deepEqual(parseDataTile(formatDataTile(records), records.length), records)
        assert.deepEqual(parseEntryBundle(formatEntryBundle(records), records.length), records)
      }),
    )
  })

  it('take a record of 65,535 bytes', () => {
    const records = [`${'x'.repeat(65_534)}\n`]
    assert.deepEqual(parseEntryBundle(formatEntryBundle(records), 1), records)
  })

  it('are refused where they are cut, changed or of another count', () => {
    const records = ['a\nb\n', 'c\n']
    const [tile, bundle] = [formatDataTile(records), formatEntryBundle(records)]
    for (let cut = 1; cut < tile.length; cut++) {
      assert.throws(() => parseDataTile(tile.subarray(0, cut), 2), { code: 'bad-tile', reason: 'tile-data' })
    }
    for (let cut = 1; cut < bundle.length; cut++) {
      assert.throws(() => parseEntryBundle(bundle.subarray(0, cut), 2), { code: 'bad-tile', reason: 'tile-data' })
    }
    for (const count of [0, 1, 3]) {
      assert.throws(() => parseDataTile(tile, count), { reason: 'tile-data' })
      assert.throws(() => parseEntryBundle(bundle, count), { reason: 'tile-data' })
    }
    assert.throws(() => parseDataTile(Uint8Array.of(0xff, 10, 10), 1), { reason: 'tile-data' })
    assert.throws(() => parseEntryBundle(Uint8Array.of(0, 2, 0xff, 10), 1), { reason: 'tile-data' })
  })
})
