import type { Matrix } from './matrix.ts'
import { type Engine, hasVectors, plainEngine, productTables, vectorEngine } from './multiply-add.ts'

/**
 * A matrix times blocks of bytes, added up one block after the other: makes parity out of data, and data out of parity.
 * Takes memory for one block more than the matrix has rows.
 */
export class BlockSums {
  readonly #rows: Matrix
  /** Bytes of a block, rounded up to whole vectors. */
  readonly #stride: number
  /** Its memory holds the tables of one product, one block, and the sum of each row. */
  readonly #engine: Engine

  /** `blockBytes` is the longest block. `newEngine` is for tests: each makes the same bytes. */
  constructor(rows: Matrix, blockBytes: number, newEngine = hasVectors ? vectorEngine : plainEngine) {
    this.#rows = rows
    this.#stride = wholeVectors(blockBytes)
    this.#engine = newEngine(TABLES + this.#stride * (1 + rows.length))
  }

  /** Adds `block` times column `column`, to each row. A short block counts as filled up with zeros. */
  add(column: number, block: Uint8Array): void {
    if (block.length === 0) return
    const input = this.#bytes(TABLES, wholeVectors(block.length))
    input.set(block)
    input.fill(0, block.length)
    this.#rows.forEach((row, r) => {
      this.#bytes(0, TABLES).set(productTables(row[column] as number))
      this.#engine.multiplyAdd(this.#sumAt(r), TABLES, 0, input.length)
    })
  }

  /** The first `length` bytes of each row's sum, as the caller's own; all sums are zero again. */
  take(length: number): Uint8Array[] {
    return this.#rows.map((_, r) => {
      const sum = this.#bytes(this.#sumAt(r), this.#stride)
      const taken = sum.slice(0, length)
      sum.fill(0)
      return taken
    })
  }

  #sumAt(row: number): number {
    return TABLES + this.#stride * (1 + row)
  }

  #bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#engine.memory, at, length)
  }
}

const TABLES = 32

function wholeVectors(bytes: number): number {
  return Math.ceil(bytes / 16) * 16
}
