/**
 * The WebAssembly module of `vectorEngine`, put together by hand: its numbers are those of the specification,
 * https://webassembly.github.io/spec/core/binary/. An operand comes before the instruction that takes it.
 */

// Local variables: the four parameters of `MultiplyAdd`, then three vectors.
const [sum, block, tables, length, low, high, bytes] = [0, 1, 2, 3, 4, 5, 6]
/** Where the sum ends, once that is known. */
const end = length

const get = (local: number) => [0x20, local]
const set = (local: number) => [0x21, local]
const constant = (value: number) => [0x41, value]
const add = 0x6a
const isBelow = 0x49
const loop = [0x03, 0x40]
const repeatIf = [0x0d, 0]
const endOf = 0x0b

// On vectors of sixteen bytes. `choose` (i8x16.swizzle): each byte of the second operand is an index into the first.
const load = (offset: number) => [0xfd, 0x00, 4, offset]
const store = [0xfd, 0x0b, 4, 0]
const choose = [0xfd, 0x0e]
const toAll = [0xfd, 0x0f]
const and = [0xfd, 0x4e]
const xor = [0xfd, 0x51]
const shiftRight = [0xfd, 0x6d]

// biome-ignore format: a line for each statement
const instructions = [
  ...get(sum), ...get(length), add, ...set(end),
  ...get(tables), ...load(0), ...set(low),
  ...get(tables), ...load(16), ...set(high),
  ...loop,
    ...get(block), ...load(0), ...set(bytes),
    ...get(sum), // for the store
      ...get(sum), ...load(0),
      ...get(low), ...get(bytes), ...constant(15), ...toAll, ...and, ...choose, ...xor,
      ...get(high), ...get(bytes), ...constant(4), ...shiftRight, ...choose, ...xor,
    ...store,
    ...get(block), ...constant(16), add, ...set(block),
    ...get(sum), ...constant(16), add, ...set(sum),
    ...get(sum), ...get(end), isBelow, ...repeatIf,
  endOf,
  endOf,
]

const i32 = 0x7f
const v128 = 0x7b
const body = [1, 3, v128, ...instructions]
const name = (text: string) => [text.length, ...Buffer.from(text)]
const section = (id: number, ...content: number[]) => [id, content.length, ...content]

/** Imports `memory` from `world`, and exports `run`, a `MultiplyAdd` for lengths over 0. */
export const vectorModule = Uint8Array.from([
  ...[0x00, ...Buffer.from('asm'), 1, 0, 0, 0],
  ...section(1, 1, 0x60, 4, i32, i32, i32, i32, 0),
  ...section(2, 1, ...name('world'), ...name('memory'), 2, 0, 0),
  ...section(3, 1, 0),
  ...section(7, 1, ...name('run'), 0, 0),
  ...section(10, 1, body.length, ...body),
])
