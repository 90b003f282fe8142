import { generateKey, parseSigner, parseVerifier, type Verifier } from '../../src/core/note/key.ts'
import { signNote } from '../../src/core/note/sign-note.ts'
import { formatLookup } from '../../src/core/sumdb/lookup.ts'
import { emptyEdge, growTree } from '../../src/core/tlog/grow.ts'
import { type HashTile, tilePath } from '../../src/core/tlog/tile.ts'
import { formatGoHead } from '../../src/core/tlog/tree-head.ts'

/** A checksum database in memory: honest as long as the test lets it be. */
export class ChecksumLog {
  readonly verifier: Verifier
  /** The tile paths that were read, in order. */
  readonly read: string[] = []
  readonly #tiles = new Map<string, Uint8Array>()
  readonly #heads: Uint8Array[] = []

  /** A log of `records`, signed under `name` by a key that follows from `seed`, so that two logs can share it. */
  constructor(records: readonly string[], { name = 'sum.test', seed = 1 } = {}) {
    const key = generateKey(name, new Uint8Array(32).fill(seed))
    this.verifier = parseVerifier(key.verifier)
    let edge = emptyEdge
    for (let size = 0; size <= records.length; size++) {
      const growth = growTree(edge, size === 0 ? [] : [records[size - 1] ?? ''])
      edge = growth.edge
      for (const { tile, bytes } of growth.tiles) this.#tiles.set(tilePath(tile), bytes)
      this.#heads.push(signNote(formatGoHead(edge), [parseSigner(key.signer)]))
    }
  }

  /** The signed head of the tree of the first `size` records. */
  head(size: number): Uint8Array {
    return this.#heads[size] ?? new Uint8Array()
  }

  /** A lookup that says of `text` that it is record `id`, under the head of `size`. */
  lookup(id: number, text: string, size: number): Uint8Array {
    return formatLookup({ id, text, head: this.head(size) })
  }

  /** Reads tiles as a server has them; a missing one is empty. */
  readonly readTiles = async (tiles: readonly HashTile[]): Promise<Uint8Array[]> => {
    this.read.push(...tiles.map(tilePath))
    return tiles.map(tile => this.#tiles.get(tilePath(tile)) ?? new Uint8Array())
  }
}
