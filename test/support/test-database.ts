import { generateKey, parseSigner } from '../../src/core/note/key.ts'
import { signNote } from '../../src/core/note/sign-note.ts'
import { formatLookup } from '../../src/core/sumdb/lookup.ts'
import { emptyEdge, growTree, type TreeEdge } from '../../src/core/tlog/grow.ts'
import { tilePath } from '../../src/core/tlog/tile.ts'
import { formatGoHead } from '../../src/core/tlog/tree-head.ts'

const key = generateKey('sum.test', new Uint8Array(32).fill(1))

/** Name and key of the test's checksum database. */
export const testDatabase = { name: 'sum.test', verifierKey: key.verifier }

/** A tree of the database: its signed head, and every tile by its path that the tree it grew from does not have. */
interface SignedTree {
  readonly head: Uint8Array
  readonly edge: TreeEdge
  readonly tiles: ReadonlyMap<string, Uint8Array>
}

/** A checksum database as a server has it; trees are made when somebody asks for a head of their size. */
export class TestDatabase {
  readonly #records: readonly string[]
  readonly #trees = new Map<number, SignedTree>()

  constructor(records: readonly string[]) {
    this.#records = records
  }

  /** The signed head of the first `size` records. */
  head(size: number): Uint8Array {
    return this.#tree(size).head
  }

  /** The answer to a lookup of the record `text`, under the head of `size`; undefined where there is no such record. */
  lookup(text: string, size: number): Uint8Array | undefined {
    const id = this.#records.indexOf(text)
    return id < 0 ? undefined : formatLookup({ id, text, head: this.head(size) })
  }

  /** The tile at `path`, of the whole tree or of any whose head was asked for. */
  tile(path: string): Uint8Array | undefined {
    this.#tree(this.#records.length)
    for (const { tiles } of this.#trees.values()) {
      const bytes = tiles.get(path)
      if (bytes !== undefined) return bytes
    }
    return undefined
  }

  #tree(size: number): SignedTree {
    const made = this.#trees.get(size)
    if (made !== undefined) return made
    const smaller = [...this.#trees.values()].map(({ edge }) => edge).filter(edge => edge.size < size)
    const from = smaller.reduce((largest, edge) => (edge.size > largest.size ? edge : largest), emptyEdge)
    const { edge, tiles } = growTree(from, this.#records.slice(from.size, size))
    const byPath = new Map(tiles.map(({ tile, bytes }) => [tilePath(tile), bytes]))
    const tree = { head: signNote(formatGoHead(edge), [parseSigner(key.signer)]), edge, tiles: byPath }
    this.#trees.set(size, tree)
    return tree
  }
}
