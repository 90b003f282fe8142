import assert from 'node:assert/strict'
import { randomFillSync } from 'node:crypto'
import { it } from 'node:test'
import { knownSubtreeHash } from './known-subtrees.ts'
import { subtreeHash } from './tile-hash.ts'

it('knownSubtreeHash is subtreeHash, at first and again, for every width, and for bytes that were changed meanwhile', () => {
  for (let round = 0; round < 1000; round++)
    for (const width of [1, 8, 16, 128, 256].slice(0, round < 50 ? 5 : 3)) {
      const tile = randomFillSync(new Uint8Array(width * 32))
      for (let again = 0; again < 2; again++) assert.deepEqual(knownSubtreeHash(tile), subtreeHash(tile))
      tile[tile.length - 1] = (tile.at(-1) ?? 0) ^ 1
      assert.deepEqual(knownSubtreeHash(tile), subtreeHash(tile))
    }
})
