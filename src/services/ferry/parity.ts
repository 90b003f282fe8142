import { GoferryError } from '../../core/errors.ts'
import { BlockSums } from '../../core/parity/block-sums.ts'
import { type Matrix, parityRows, recovery } from '../../core/parity/matrix.ts'
import type { StoredBlob } from '../../ports/store.ts'
import type { Watch } from '../../ports/watch.ts'
import { inLockstep, type WriteFile } from './lockstep.ts'

/** A file that is read at any place, as a `StoredBlob` is. `name` is for messages. */
export interface ReadableFile extends Pick<StoredBlob, 'size' | 'read'> {
  readonly name: string
}

/** The files of one set that are there. Each has been verified: a wrong byte would go into what is recovered. */
export interface ParitySet {
  /** All data files in their order, undefined for what is lost. */
  readonly data: readonly (ReadableFile | undefined)[]
  /** The size of each data file, in bytes. */
  readonly sizes: readonly number[]
  /** The parity files in their order, undefined for what is lost. */
  readonly parity: readonly (ReadableFile | undefined)[]
}

/** So much is read of each file at a time. The bytes that are made do not depend on it. */
export const BLOCK_BYTES = 2 ** 19

/**
 * Makes `parityCount` parity files (docs/parity-format.md), each as long as the longest of `data`; data is read once.
 * They are written at once, piece by piece (`inLockstep`); gives what each `write` gave. Takes memory for
 * 2 (parityCount + 1) blocks of 512 KiB. Throws `bad-parity` where there are no data files or over 255 files,
 * `io-failed` where a file is shorter than its size, `interrupted`, and what `read` and `write` throw.
 */
export async function makeParity<T>(
  data: readonly ReadableFile[],
  parityCount: number,
  write: WriteFile<T>,
  watch: Watch,
): Promise<T[]> {
  return inLockstep(stripes(data, parityRows(data.length, parityCount), watch), parityCount, write)
}

/**
 * Gives the lost data files back, each once to `write` under its index in `data`, out of any as many files as there are
 * data files; each of these is read once. Otherwise as `makeParity`. What is recovered is to be verified by its hash.
 * Throws `bad-parity` where too few files are there, or a file has another size than it must.
 */
export async function recoverFiles<T>(set: ParitySet, write: WriteFile<T>, watch: Watch): Promise<T[]> {
  const files = [...set.data, ...set.parity]
  checkSizes(set)
  const has = files.map(file => file !== undefined)
  const { lost, inputs, rows } = recovery(set.data.length, has)
  const read = inputs.map(index => files[index] as ReadableFile)
  return inLockstep(stripes(read, rows, watch), lost.length, (row, chunks) => {
    const index = lost[row] as number
    return write(index, startOf(chunks, set.sizes[index] as number))
  })
}

/** What is there must have the sizes that were noted: the hashes of a set say nothing of how its files go together. */
function checkSizes({ data, sizes, parity }: ParitySet): void {
  const longest = Math.max(0, ...sizes)
  const expected = [...data.map((_, index) => sizes[index] ?? -1), ...parity.map(() => longest)]
  for (const [index, file] of [...data, ...parity].entries()) {
    const bytes = expected[index] as number
    const params = { size: file?.size ?? bytes, expected: bytes }
    if (params.size === bytes && Number.isSafeInteger(bytes) && bytes >= 0) continue
    throw new GoferryError('bad-parity', { subject: file?.name ?? `file ${index}`, reason: 'parity.size', params })
  }
}

/** The product of `rows` and the `inputs`, a stripe of blocks at a time, up to the end of the longest input. */
async function* stripes(
  inputs: readonly ReadableFile[],
  rows: Matrix,
  watch: Watch,
): AsyncGenerator<Uint8Array[], void> {
  const length = Math.max(0, ...inputs.map(file => file.size))
  const totalBytes = inputs.reduce((sum, file) => sum + file.size, 0)
  const sums = new BlockSums(rows, BLOCK_BYTES)
  const buffer = new Uint8Array(BLOCK_BYTES)
  let bytes = 0
  for (let position = 0; position < length; position += BLOCK_BYTES) {
    for (const [column, file] of inputs.entries()) {
      if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'parity' })
      const block = buffer.subarray(0, Math.max(0, file.size - position))
      await fill(block, file, position)
      sums.add(column, block)
      bytes += block.length
      watch.progress({ done: 0, total: rows.length, bytes, totalBytes, at: file.name })
    }
    yield sums.take(Math.min(BLOCK_BYTES, length - position))
  }
}

/** Fills `block` with what `file` has from `position` on. */
async function fill(block: Uint8Array, file: ReadableFile, position: number): Promise<void> {
  for (let done = 0; done < block.length; ) {
    const read = await file.read(block.subarray(done), position + done)
    if (read === 0) throw new GoferryError('io-failed', { subject: file.name })
    done += read
  }
}

/** The first `size` bytes of `chunks`. */
async function* startOf(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  if (size === 0) return
  let left = size
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}
