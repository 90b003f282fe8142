import { utf8 } from '../../src/core/bytes.ts'
import { base64 } from '../../src/core/hash.ts'
import { differential } from '../support/differential.ts'
import type { Random } from '../support/random.ts'

/** The log of the records "record 0\n", "record 1\n" and so on, which the oracle builds too. */
const records = Array.from({ length: 700 }, (_, n) => `record ${n}\n`)
const json = (value: unknown) => utf8(JSON.stringify(value))
const parse = (input: Uint8Array) => JSON.parse(Buffer.from(input).toString())

/** Mostly small trees, where every shape occurs, and some around the edges of tiles. */
function treeSize(random: Random): number {
  return random.chance(0.6) ? 1 + random.int(70) : random.pick([255, 256, 257, 511, 512, 513, 699, 700])
}

differential({
  op: 'tlog.Prove',
  generate(random) {
    const size = treeSize(random)
    return json({ size, n: random.int(size), oldSize: 1 + random.int(size) })
  },
  async load(core) {
    const { emptyEdge, growTree } = await import(new URL('tlog/grow.ts', core).href)
    const { tilePath } = await import(new URL('tlog/tile.ts', core).href)
    const { tileHashReader } = await import(new URL('tlog/tile-reader.ts', core).href)
    const { treeHash } = await import(new URL('tlog/tree-hash.ts', core).href)
    const { proveRecord } = await import(new URL('tlog/record-proof.ts', core).href)
    const { proveTree } = await import(new URL('tlog/tree-proof.ts', core).href)
    const { edge, tiles } = growTree(emptyEdge, records)
    const stored = new Map<string, Uint8Array>()
    for (const { tile, bytes } of tiles) stored.set(tilePath(tile), bytes)
    const read = tileHashReader(edge, async (wanted: unknown[]) => wanted.map(tile => stored.get(tilePath(tile))))
    return async input => {
      const { size, n, oldSize } = parse(input)
      const [root, record, tree] = await Promise.all([
        treeHash(size, read),
        proveRecord(size, n, read),
        proveTree(size, oldSize, read),
      ])
      return { root: base64(root), record: record.map(base64), tree: tree.map(base64) }
    }
  },
  reasons: [],
  planted: { file: 'tlog/record-proof.ts', find: 'path.toReversed()', replace: 'path' },
})

differential({
  op: 'tlog.StoredHashIndex',
  generate(random) {
    const level = random.int(40)
    return json({ level, n: Math.floor(random.next() * 2 ** random.int(51 - level)), height: 1 + random.int(30) })
  },
  async load(core) {
    const { splitStoredHashIndex, storedHashIndex } = await import(new URL('tlog/stored-hash.ts', core).href)
    const { tileForIndex } = await import(new URL('tlog/hash-from-tile.ts', core).href)
    return input => {
      const { level, n, height } = parse(input)
      const index = storedHashIndex(level, n)
      return { index, ...splitStoredHashIndex(index), tile: tileForIndex(height, index) }
    }
  },
  reasons: [],
  planted: { file: 'tlog/hash-from-tile.ts', find: '(place * span)', replace: 'place' },
})

differential({
  op: 'tlog.NewTiles',
  generate(random) {
    const height = 1 + random.int(9)
    const old = Math.floor(random.next() * 2 ** random.int(40))
    return json({ height, old, new: old + random.int(2 ** Math.min(height + 6, 12)) })
  },
  async load(core) {
    const { newTiles } = await import(new URL('tlog/new-tiles.ts', core).href)
    return input => {
      const { height, old, new: grown } = parse(input)
      return newTiles(height, old, grown)
    }
  },
  reasons: [],
  planted: { file: 'tlog/new-tiles.ts', find: 'newRow % full > 0', replace: 'newRow % full > 1' },
})

differential({
  op: 'tlog.HashFromTile',
  generate(random) {
    const [height, level] = [1 + random.int(4), random.int(3)]
    const width = 1 + random.int(2 ** height)
    const [n, inner] = [random.int(5), random.int(height)]
    // Mostly a hash of this very tile; else one beside, above or below it.
    const place = n * 2 ** (height - inner) + random.int(2 ** (height - inner))
    const off = random.chance(0.3) ? random.int(3) - 1 : 0
    const index = goIndex(Math.max(0, level * height + inner + off), place)
    const length = width * 32 - (random.chance(0.03) ? 1 : 0)
    return json({ height, level, n, width, index, bytes: base64(random.bytes(length)) })
  },
  async load(core) {
    const { hashFromTile } = await import(new URL('tlog/hash-from-tile.ts', core).href)
    return input => {
      const { height, level, n, width, index, bytes } = parse(input)
      return base64(hashFromTile({ height, level, n, width }, Buffer.from(bytes, 'base64'), index))
    }
  },
  reasons: ['tile-other', 'tile-length'],
  planted: { file: 'tlog/hash-from-tile.ts', find: 'tile.width >= least.width', replace: 'tile.width > least.width' },
})

/** Go's StoredHashIndex, for the inputs. */
function goIndex(level: number, n: number): number {
  let index = level
  for (let below = (n + 1) * 2 ** level - 1; below > 0; below = Math.floor(below / 2)) index += below
  return index
}
