import { multiply } from './field.ts'
import { vectorModule } from './vector-module.ts'

/** What is used of WebAssembly, which the types of Node leave out. */
declare const WebAssembly: {
  readonly validate: (code: Uint8Array) => boolean
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly run: MultiplyAdd } }
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
}

/**
 * `sum[p] ^= c * block[p]` in GF(2^8), for each p below `length`. All four are bytes, over 0 `length`, and multiples of
 * 16: the places in memory of the sum, of the block and of the `productTables` of c, and how much is to be added.
 */
export type MultiplyAdd = (sum: number, block: number, tables: number, length: number) => void

/** Zeroed memory, and what adds up in it. */
export interface Engine {
  readonly memory: ArrayBuffer
  readonly multiplyAdd: MultiplyAdd
}

/** `c` times 0, 1, … 15, and then `c` times 0, 16, … 240: c times any byte is the sum of one of each. 32 bytes. */
export function productTables(c: number): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, n) => multiply(c, n < 16 ? n : (n - 16) << 4))
}

/** Adds one byte at a time, on any machine, in at least `size` bytes of memory. */
export function plainEngine(size: number): Engine {
  const memory = new ArrayBuffer(size)
  const multiplyAdd: MultiplyAdd = (sum, block, tables, length) => {
    const to = new Uint8Array(memory, sum, length)
    const from = new Uint8Array(memory, block, length)
    const low = new Uint8Array(memory, tables, 16)
    const high = new Uint8Array(memory, tables + 16, 16)
    for (let p = 0; p < length; p++) {
      const byte = from[p] as number
      to[p] = (to[p] as number) ^ (low[byte & 15] as number) ^ (high[byte >> 4] as number)
    }
  }
  return { memory, multiplyAdd }
}

/** Adds sixteen bytes at a time, in at least `size` bytes of memory. Only where `hasVectors`. */
export function vectorEngine(size: number): Engine {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(size / 65_536) })
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(vectorModule), { world: { memory } }).exports
  return { memory: memory.buffer, multiplyAdd: run }
}

/** Whether this machine has the instructions (SSE 4.1, NEON): some virtual machines hide them. */
export const hasVectors = WebAssembly.validate(vectorModule)
