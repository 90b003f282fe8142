import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { naiveRoot } from '../../../test/support/naive-tree.ts'
import { base64 } from '../hash.ts'
import { parseDataTile } from './data-tile.ts'
import { checkEdge, edgeTiles, emptyEdge, growTree, type TreeEdge } from './grow.ts'
import { newTiles } from './new-tiles.ts'
import { parseTilePath, tilePath } from './tile.ts'

const leavesOf = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `leaf ${from + i}\n`)

/** Grows from nothing in steps that end at `sizes`; keeps every tile that was written, by path. */
function grown(...sizes: number[]): { edge: TreeEdge; store: Map<string, Uint8Array> } {
  const store = new Map<string, Uint8Array>()
  let edge = emptyEdge
  for (const size of sizes) {
    const growth = growTree(edge, leavesOf(edge.size, size))
    for (const { tile, bytes } of growth.tiles) store.set(tilePath(tile), bytes)
    edge = growth.edge
  }
  return { edge, store }
}

describe('growTree', () => {
  it('gives the root of RFC 6962 at every size up to 70 and around a full tile', () => {
    const sizes = [...Array.from({ length: 71 }, (_, n) => n), 255, 256, 257, 511, 512, 513, 600]
    let edge = emptyEdge
    for (const size of sizes) {
      edge = growTree(edge, leavesOf(edge.size, size)).edge
      assert.equal(base64(edge.root), base64(naiveRoot(leavesOf(0, size))), `size ${size}`)
    }
  })

  it('gives the same root and tiles in one step or many', () => {
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(steps, sizes => {
        const sorted = sizes.toSorted((a, b) => a - b)
        const many = grown(...sorted)
        const once = grown(sorted.at(-1) ?? 0)
        assert.equal(base64(many.edge.root), base64(once.edge.root))
        for (const [path, bytes] of once.store) assert.deepEqual(many.store.get(path), bytes, path)
      }),
      { numRuns: 25 },
    )
  })

  it('writes the hash tiles that newTiles names', () => {
    for (const [from, to] of [
      [0, 1],
      [1, 256],
      [255, 257],
      [256, 512],
      [300, 301],
      [300, 1100],
    ] as const) {
      const { tiles } = growTree(grown(from).edge, leavesOf(from, to))
      assert.deepEqual(
        tiles.map(({ tile }) => tile).filter(tile => tile.level !== 'data'),
        newTiles(8, from, to),
      )
    }
  })

  it('writes the third level of tiles when 65,536 records are full', () => {
    const { edge, store } = grown(65_535, 65_537)
    assert.deepEqual([...edge.tiles.keys()], ['tile/8/data/256.p/1', 'tile/8/0/256.p/1', 'tile/8/2/000.p/1'])
    assert.ok(store.has('tile/8/1/000') && store.has('tile/8/0/255') && store.has('tile/8/1/000.p/255'))
    assert.equal(base64(edge.root), base64(naiveRoot(leavesOf(0, 65_537))))
  })

  it('writes tiles of the length that their path says, and the records in data tiles', () => {
    for (const [path, bytes] of grown(3, 300, 700).store) {
      const tile = parseTilePath(path)
      if (tile.level === 'data') {
        assert.deepEqual(parseDataTile(bytes, tile.width), leavesOf(tile.n * 256, tile.n * 256 + tile.width))
      } else assert.equal(bytes.length, 32 * tile.width)
    }
  })

  it('gives an edge that can be read again from the tiles written so far', () => {
    const { edge, store } = grown(5, 256, 300, 513)
    const tiles = new Map(edgeTiles(513).map(tile => [tilePath(tile), store.get(tilePath(tile)) as Uint8Array]))
    assert.deepEqual(tiles, edge.tiles)
    checkEdge({ size: 513, root: edge.root, tiles })
  })

  it('appends nothing to nothing', () => {
    assert.deepEqual(growTree(emptyEdge, []), { edge: emptyEdge, tiles: [] })
  })

  it('refuses a damaged edge', () => {
    const { edge } = grown(300)
    for (const [path, bytes] of edge.tiles) {
      const flipped = bytes.with(0, (bytes[0] ?? 0) ^ 1)
      const damaged: [string, ReadonlyMap<string, Uint8Array>][] = [
        ['a bit', new Map([...edge.tiles, [path, flipped]])],
        ['a byte less', new Map([...edge.tiles, [path, bytes.subarray(1)]])],
        ['no tile', new Map([...edge.tiles].filter(([other]) => other !== path))],
      ]
      for (const [what, tiles] of damaged) {
        assert.throws(() => growTree({ ...edge, tiles }, ['x\n']), { code: 'bad-tile' }, `${path}: ${what}`)
      }
    }
    assert.throws(() => growTree({ ...edge, root: new Uint8Array(32) }, ['x\n']), { reason: 'tile-inconsistent' })
  })
})
