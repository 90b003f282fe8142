import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { naiveParity } from '../../../test/support/naive-parity.ts'
import { collect } from '../../core/bytes.ts'
import type { Progress, Watch } from '../../ports/watch.ts'
import type { WriteFile } from './lockstep.ts'
import { BLOCK_BYTES, makeParity, type ParitySet, type ReadableFile, recoverFiles } from './parity.ts'

const watch: Watch = {
  signal: new AbortController().signal,
  progress: () => undefined,
  tell: async () => undefined,
}

/** A file in memory, which gives at most `most` bytes at once and counts what it gives. */
class MemoryFile implements ReadableFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly most: number
  size: number
  given = 0

  constructor(name: string, bytes: Uint8Array, most = Number.POSITIVE_INFINITY) {
    this.name = name
    this.bytes = bytes
    this.most = most
    this.size = bytes.length
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    const piece = this.bytes.subarray(position, position + Math.min(buffer.length, this.most))
    buffer.set(piece)
    this.given += piece.length
    return piece.length
  }
}

const files = (data: readonly Uint8Array[], most?: number) =>
  data.map((bytes, index) => new MemoryFile(`file-${index}`, bytes, most))

const whole: WriteFile<Uint8Array> = async (_, chunks) => collect(chunks)

/** All files of a set, data first, without those of `lost`. */
async function setWithout(data: readonly Uint8Array[], parityCount: number, lost: ReadonlySet<number>) {
  const parity = await makeParity(files(data), parityCount, whole, watch)
  const left = files([...data, ...parity], 1000).map((file, index) => (lost.has(index) ? undefined : file))
  const sizes = data.map(bytes => bytes.length)
  return { data: left.slice(0, data.length), sizes, parity: left.slice(data.length) } satisfies ParitySet
}

/** Bytes that look like chance: the same for the same `seed`. */
function bytesOf(length: number, seed: number): Uint8Array {
  let state = seed + 1
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 1_103_515_245) + 12_345
    return state >>> 16
  })
}

/** Recovers what is lost of `data`, and says that it is what it was. */
async function checkRecovered(data: readonly Uint8Array[], parityCount: number, lost: ReadonlySet<number>) {
  const set = await setWithout(data, parityCount, lost)
  const recovered = await recoverFiles(set, async (index, chunks) => ({ index, bytes: await collect(chunks) }), watch)
  const expected = [...data.entries()].filter(([index]) => lost.has(index))
  assert.deepEqual(
    recovered.map(({ index, bytes }) => [index, bytes]),
    expected,
  )
}

/** `count` of the numbers below `end`. */
const someOf = (end: number, count: fc.Arbitrary<number>) =>
  count.chain(length => fc.uniqueArray(fc.nat({ max: end - 1 }), { minLength: length, maxLength: length }))

const losses = fc
  .record({
    data: fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 12 }),
    parity: fc.nat({ max: 6 }),
  })
  .chain(({ data, parity }) =>
    fc.record({
      data: fc.constant(data),
      parity: fc.constant(parity),
      lost: someOf(data.length + parity, fc.nat({ max: parity })),
    }),
  )

describe('parity files', () => {
  it('are those of the naive code, as long as the longest file', async () => {
    await fc.assert(
      fc.asyncProperty(losses, async ({ data, parity }) => {
        assert.deepEqual(await makeParity(files(data, 7), parity, whole, watch), naiveParity(data, parity))
      }),
    )
  })

  it('recover any lost files, as many as they are', async () => {
    await fc.assert(fc.asyncProperty(losses, ({ data, parity, lost }) => checkRecovered(data, parity, new Set(lost))))
  })

  it('do so over the ends of blocks, and read each file once', async () => {
    const sizes = [BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 2 * BLOCK_BYTES + 1, 1, 0]
    const data = sizes.map(bytesOf)
    await checkRecovered(data, 3, new Set([1, 3, 5]))
    await checkRecovered(data, 3, new Set([0, 2, 6]))
    await checkRecovered(data, 2, new Set([3]))
    const read = files(data)
    await makeParity(read, 2, whole, watch)
    assert.deepEqual(
      read.map(({ given }) => given),
      sizes,
    )
  })

  it('recover 10 of 255 files', async () => {
    const data = Array.from({ length: 245 }, (_, index) => bytesOf(100 + index, index))
    await checkRecovered(data, 10, new Set([0, 1, 2, 77, 100, 101, 200, 243, 244, 245]))
  })

  it('are read only where they are needed', async () => {
    const data = [1, 2, 3].map(seed => bytesOf(9, seed))
    const set = await setWithout(data, 3, new Set([1, 3]))
    await recoverFiles(set, whole, watch)
    assert.deepEqual(
      [...set.data, ...set.parity].map(file => file?.given),
      [9, undefined, 9, undefined, 9, 0],
    )
  })

  const small: [what: string, data: Uint8Array[]][] = [
    ['one file', [Uint8Array.of(1, 2, 3)]],
    ['files of one byte', [Uint8Array.of(0), Uint8Array.of(255)]],
    ['files of which one is empty', [new Uint8Array(0), Uint8Array.of(5, 6)]],
    ['empty files', [new Uint8Array(0), new Uint8Array(0)]],
  ]
  for (const [what, data] of small)
    it(`recover each of ${what}`, async () => {
      for (const lost of data.keys()) await checkRecovered(data, 1, new Set([lost]))
    })

  it('may be none, and then nothing is read or written', async () => {
    const data = files([bytesOf(9, 1)])
    assert.deepEqual(await makeParity(data, 0, assert.fail, watch), [])
    assert.deepEqual(await recoverFiles({ data, sizes: [9], parity: [] }, assert.fail, watch), [])
    assert.equal(data[0]?.given, 0)
  })
})

describe('parity is refused', () => {
  it('where one file more is lost than there are parity files', async () => {
    const set = await setWithout(
      [1, 2, 3].map(seed => bytesOf(9, seed)),
      2,
      new Set([0, 2, 3]),
    )
    await assert.rejects(recoverFiles(set, assert.fail, watch), {
      code: 'bad-parity',
      reason: 'parity.too-few',
      params: { have: 2, need: 3 },
    })
  })

  it('for no data, and for more than 255 files', async () => {
    const refusal = { code: 'bad-parity', reason: 'parity.count' }
    await assert.rejects(makeParity([], 1, assert.fail, watch), refusal)
    const many = files(Array.from({ length: 250 }, () => new Uint8Array(1)))
    await assert.rejects(makeParity(many, 6, assert.fail, watch), refusal)
    assert.equal((await makeParity(many, 5, whole, watch)).length, 5)
  })

  const wrong: [what: string, sizes: number[]][] = [
    ['a data file has another size than was noted', [8, 9, 7]],
    ['a parity file is not as long as the longest file', [9, 90, 7]],
    ['a size is not known', [9]],
    ['a size is below 0', [9, -1, 7]],
    ['a size is no number', [9, Number.NaN, 7]],
    ['a size is no whole number', [9, 8.5, 7]],
  ]
  for (const [what, sizes] of wrong)
    it(`where ${what}`, async () => {
      const set = await setWithout([9, 8, 7].map(bytesOf), 1, new Set([1]))
      const refusal = { code: 'bad-parity', reason: 'parity.size' }
      await assert.rejects(recoverFiles({ ...set, sizes }, assert.fail, watch), refusal)
    })

  it('where a file ends before its size', async () => {
    const data = files([9, 8].map(bytesOf))
    for (const file of data) file.size++
    await assert.rejects(makeParity(data, 1, whole, watch), { code: 'io-failed', subject: 'file-0' })
  })
})

describe('making parity', () => {
  it('tells how far it is', async () => {
    const told: Progress[] = []
    const data = files([BLOCK_BYTES + 5, 0, 7].map(bytesOf))
    await makeParity(data, 2, whole, { ...watch, progress: now => told.push(now) })
    const totalBytes = BLOCK_BYTES + 12
    const [first] = told
    assert.deepEqual(first, { done: 0, total: 2, bytes: BLOCK_BYTES, totalBytes, at: 'file-0' })
    assert.equal(told.at(-1)?.bytes, totalBytes)
  })

  it('ends when nobody wants the rest, before it reads on', async () => {
    const stop = new AbortController()
    const data = files([BLOCK_BYTES, BLOCK_BYTES].map(bytesOf))
    const stopping = { ...watch, signal: stop.signal, progress: () => stop.abort() }
    await assert.rejects(makeParity(data, 2, whole, stopping), { code: 'interrupted' })
    assert.deepEqual(
      data.map(({ given }) => given),
      [BLOCK_BYTES, 0],
    )
  })
})
