import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { naiveParity, naiveProduct } from '../../../test/support/naive-parity.ts'
import { BlockSums } from './block-sums.ts'
import { divide, multiply } from './field.ts'
import { type Matrix, MOST_FILES, parityRows, recovery } from './matrix.ts'
import { hasVectors, plainEngine, vectorEngine } from './multiply-add.ts'

const bytes = Array.from({ length: 256 }, (_, byte) => byte)
const engines = { plain: plainEngine, ...(hasVectors && { vectors: vectorEngine }) }

/** `rows` times `inputs`, in one block. */
function sumsOf(rows: Matrix, inputs: readonly Uint8Array[], engine = engines.plain): Uint8Array[] {
  const length = Math.max(0, ...inputs.map(input => input.length))
  const sums = new BlockSums(rows, length, engine)
  inputs.forEach((input, column) => {
    sums.add(column, input)
  })
  return sums.take(length)
}

describe('GF(2^8)', () => {
  it('multiplies every two bytes as polynomials do', () => {
    for (const a of bytes) for (const b of bytes) assert.equal(multiply(a, b), naiveProduct(a, b), `${a} ${b}`)
  })

  it('divides as it multiplies', () => {
    for (const a of bytes) for (const b of bytes.slice(1)) assert.equal(multiply(divide(a, b), b), a)
  })

  it('is the field of the RAID-6 literature: 2^8 is 1d, 1/2 is 8e, and 2 has order 255', () => {
    assert.equal(multiply(0x80, 2), 0x1d)
    assert.equal(divide(1, 2), 0x8e)
    const powers = bytes.slice(1).reduce<number[]>(list => [...list, multiply(list.at(-1) ?? 0, 2)], [1])
    assert.equal(powers.indexOf(1, 1), 255)
  })
})

describe('the matrix of parity', () => {
  it('makes what docs/parity-format.md shows, which another program worked out', () => {
    const rows = parityRows(5, 3)
    const hex = (list: Matrix) => list.map(row => Buffer.from(row).toString('hex'))
    assert.deepEqual(hex(rows), ['0101010101', '7ffc7efee9', 'e2ffe6fdb4'])
    const data = ['goferry', 'carries', 'discs', '', '\u00ff'].map(text => Buffer.from(text, 'latin1'))
    const expected = ['9f67677468170a', '6a8dd7e5449c8b', '699715e8c0efe4']
    assert.deepEqual(hex(sumsOf(rows, data)), expected)
    assert.deepEqual(hex(naiveParity(data, 3)), expected)
  })

  it('does not depend on how many files there are', () => {
    const whole = parityRows(128, 127)
    const small = parityRows(3, 2)
    assert.deepEqual(small, [whole[0]?.subarray(0, 3), whole[1]?.subarray(0, 3)])
  })

  it('recovers from every loss that it can, for every small number of files', () => {
    for (let data = 1; data <= 5; data++) {
      for (let parity = 0; parity <= 5; parity++) {
        for (let mask = 0; mask < 1 << (data + parity); mask++) {
          const has = Array.from({ length: data + parity }, (_, file) => ((mask >> file) & 1) === 1)
          if (has.filter(Boolean).length >= data) checkRecovery(data, has)
          else assert.throws(() => recovery(data, has), { code: 'bad-parity', reason: 'parity.too-few' })
        }
      }
    }
  })

  it('recovers from a loss of any files, for any number of them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST_FILES }),
        fc.integer(),
        fc.infiniteStream(fc.nat()),
        (data, n, random) => {
          const count = data + (Math.abs(n) % (MOST_FILES - data + 1))
          const order = bytes.slice(0, count).map(file => ({ file, key: random.next().value as number }))
          const lost = new Set(
            order
              .sort((a, b) => a.key - b.key)
              .slice(0, count - data)
              .map(({ file }) => file),
          )
          checkRecovery(
            data,
            bytes.slice(0, count).map(file => !lost.has(file)),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  const refused: [data: number, parity: number][] = [
    [0, 1],
    [128, 128],
    [256, 0],
    [-1, 3],
    [3, -1],
    [1.5, 1],
    [1, 0.5],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
  ]
  for (const [data, parity] of refused)
    it(`is refused for ${data} data and ${parity} parity files`, () => {
      assert.throws(() => parityRows(data, parity), { code: 'bad-parity', reason: 'parity.count' })
    })

  it('is refused where there are fewer files than data files', () => {
    assert.throws(() => recovery(3, [true, true]), { code: 'bad-parity', reason: 'parity.count' })
  })
})

/** The rows of the recovery times those of the files that it reads are those of the lost files: the identity's. */
function checkRecovery(data: number, has: readonly boolean[]): void {
  const identity = Array.from({ length: data }, (_, j) => Uint8Array.from({ length: data }, (_, c) => Number(c === j)))
  const files = [...identity, ...parityRows(data, has.length - data)]
  const { lost, inputs, rows } = recovery(data, has)
  assert.ok(inputs.length === data && inputs.every(file => has[file]))
  assert.deepEqual(
    lost,
    [...identity.keys()].filter(file => !has[file]),
  )
  const recovered = sumsOf(
    rows,
    inputs.map(file => files[file] as Uint8Array),
  )
  assert.deepEqual(
    recovered,
    lost.map(file => identity[file]),
  )
}

describe('sums of blocks', () => {
  it('have vectors here', () => {
    assert.ok(hasVectors, 'this machine hides SSE 4.1 or NEON: the fast half of these tests did not run')
  })

  for (const [name, engine] of Object.entries(engines)) {
    it(`are those of the naive code, for every product and any lengths (${name})`, () => {
      for (const factor of bytes) {
        const [sum] = sumsOf([Uint8Array.of(factor)], [Uint8Array.from(bytes)], engine)
        assert.deepEqual(
          sum,
          Uint8Array.from(bytes, byte => naiveProduct(factor, byte)),
        )
      }
      const blocks = fc.array(fc.uint8Array({ maxLength: 70 }), { minLength: 1, maxLength: 9 })
      fc.assert(
        fc.property(blocks, fc.integer({ min: 0, max: 6 }), (data, count) => {
          const made = sumsOf(parityRows(data.length, count), data, engine)
          assert.deepEqual(made, naiveParity(data, count))
        }),
      )
    })

    it(`begin at zero again once they were taken, and take short blocks as filled up with zeros (${name})`, () => {
      const sums = new BlockSums(parityRows(2, 2), 40, engine)
      for (const data of [
        [new Uint8Array(40).fill(7), new Uint8Array(40).fill(9)],
        [new Uint8Array(3).fill(1), new Uint8Array(0)],
      ]) {
        data.forEach((block, column) => {
          sums.add(column, block)
        })
        assert.deepEqual(sums.take(data[0]?.length ?? 0), naiveParity(data, 2))
      }
      assert.deepEqual(sums.take(40), [new Uint8Array(40), new Uint8Array(40)])
    })
  }
})
