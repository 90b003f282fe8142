import { emptyRoot, nodeHash } from '../tlog/hash.ts'
import { foldSubtrees } from '../tlog/tree-hash.ts'

/**
 * A tree that grows leaf by leaf and keeps nothing but its complete subtrees: 32 bytes for each bit of its size. Begun
 * from the edge of a bundle it leads from the root at `from` to that at `to` (RFC 6962 §2.1).
 */
export class RunningTree {
  #size: number
  readonly #subtrees: Uint8Array[]

  /** `edge`: the complete subtrees of the first `size` leaves, from left to right: one for each bit that is set. */
  constructor(size = 0, edge: readonly Uint8Array[] = []) {
    this.#size = size
    this.#subtrees = [...edge]
  }

  /** How many leaves it has. */
  get size(): number {
    return this.#size
  }

  /** Its complete subtrees, from left to right. */
  get edge(): readonly Uint8Array[] {
    return [...this.#subtrees]
  }

  /** Its root. */
  get root(): Uint8Array {
    return this.#subtrees.length === 0 ? emptyRoot : foldSubtrees(this.#subtrees)
  }

  /** Takes the hash of the next leaf. */
  push(leafHash: Uint8Array): void {
    let hash = leafHash
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2)) {
      const left = this.#subtrees.pop()
      if (left !== undefined) hash = nodeHash(left, hash)
    }
    this.#subtrees.push(hash)
    this.#size++
  }
}

/** How many complete subtrees a tree of `size` leaves has: the bits that are set. */
export function subtreeCount(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}
