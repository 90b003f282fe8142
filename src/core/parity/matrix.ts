import { GoferryError } from '../errors.ts'
import { divide, multiply } from './field.ts'

/** Rows of coefficients: file r is the sum of `row[c]` times input c. */
export type Matrix = readonly Uint8Array[]

/** Data and parity files together: each has a byte of its own in the matrix. */
export const MOST_FILES = 255

/**
 * The coefficients by which parity files are made: byte p of parity file i is the sum over all data files j of
 *
 *     (255 ^ j) / (255 ^ i ^ j)  times byte p of data file j
 *
 * where `^` is exclusive or, and the rest arithmetic in GF(2^8) (field.ts). Row 0 is all ones, so that the first
 * parity file is the plain exclusive or of the data; no row depends on how many there are.
 *
 * Why any lost set can be recovered: with x_i = 255 ^ i and y_j = j, 1 / (x_i ^ y_j) is a Cauchy matrix, since no x is
 * a y as long as i + j < 255. Each square part of such a matrix is invertible, and stays so when column j is multiplied
 * by 255 ^ j, which is not 0. See docs/parity-format.md.
 *
 * Throws `bad-parity` unless there is at least one data file, and no more than 255 files in all.
 */
export function parityRows(dataCount: number, parityCount: number): Matrix {
  const params = { data: dataCount, parity: parityCount, most: MOST_FILES }
  const isSound = isCount(dataCount) && isCount(parityCount) && dataCount > 0 && dataCount + parityCount <= MOST_FILES
  if (!isSound) throw new GoferryError('bad-parity', { subject: 'files', reason: 'parity.count', params })
  return Array.from({ length: parityCount }, (_, i) =>
    Uint8Array.from({ length: dataCount }, (_, j) => divide(255 ^ j, 255 ^ i ^ j)),
  )
}

/** How lost data files are made again. A file's index counts the data files first, and then the parity files. */
export interface Recovery {
  /** The data files that are lost. */
  readonly lost: readonly number[]
  /** The files to read: as many as there are data files. */
  readonly inputs: readonly number[]
  /** A row for each of `lost`, with a column for each of `inputs`. */
  readonly rows: Matrix
}

/**
 * How to recover what is lost of `dataCount` data files, where `has` tells of every data and parity file whether it is
 * there. Throws `bad-parity` where fewer are there than there are data files, or for numbers that `parityRows` refuses.
 */
export function recovery(dataCount: number, has: readonly boolean[]): Recovery {
  const all = parityRows(dataCount, has.length - dataCount)
  const there = [...has.keys()].filter(file => has[file])
  const inputs = there.slice(0, dataCount)
  const params = { have: there.length, need: dataCount }
  if (inputs.length < dataCount)
    throw new GoferryError('bad-parity', { subject: 'files', reason: 'parity.too-few', params })
  const kept = inputs.filter(file => file < dataCount)
  const parity = inputs.slice(kept.length).map(file => file - dataCount)
  const lost = [...has.keys()].filter(file => file < dataCount && !has[file])
  // parity = A lost + B kept, hence lost = A⁻¹ B kept + A⁻¹ parity: a difference is a sum here.
  const inverse = inverseOf(part(all, parity, lost))
  const ofKept = product(inverse, part(all, parity, kept))
  return { lost, inputs, rows: inverse.map((row, r) => Uint8Array.from([...(ofKept[r] as Uint8Array), ...row])) }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/** Of `matrix` the given rows and columns. */
function part(matrix: Matrix, rows: readonly number[], columns: readonly number[]): Matrix {
  return rows.map(r => Uint8Array.from(columns, c => matrix[r]?.[c] as number))
}

function product(a: Matrix, b: Matrix): Matrix {
  return a.map(row => {
    const sum = new Uint8Array(b[0]?.length ?? 0)
    row.forEach((factor, r) => {
      addRow(sum, b[r] as Uint8Array, factor)
    })
    return sum
  })
}

/** Gauss and Jordan: what turns the matrix into the identity turns the identity, beside it, into the inverse. */
function inverseOf(matrix: Matrix): Matrix {
  const size = matrix.length
  const rows = matrix.map((row, r) => Uint8Array.from([...row, ...row.map((_, c) => (c === r ? 1 : 0))]))
  for (let at = 0; at < size; at++) {
    // No leading part of a Cauchy matrix is singular, so that no pivot is 0 and rows need not be exchanged.
    const pivot = rows[at] as Uint8Array
    const head = pivot[at] as number
    pivot.forEach((value, c) => {
      pivot[c] = divide(value, head)
    })
    for (const row of rows) if (row !== pivot) addRow(row, pivot, row[at] as number)
  }
  return rows.map(row => row.subarray(size))
}

/** Adds `factor` times `row` to `sum`. */
function addRow(sum: Uint8Array, row: Uint8Array, factor: number): void {
  row.forEach((value, c) => {
    sum[c] = (sum[c] as number) ^ multiply(value, factor)
  })
}
