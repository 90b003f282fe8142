import { concat, sameBytes, utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import { saltBytes } from './payload.ts'

/** The beginning of a file of age. */
interface Beginning {
  /** The lines up to the one with the MAC, with its line end. */
  readonly header: Uint8Array
  readonly salt: Uint8Array
  /** What came of the sealed chunks so far. */
  readonly rest: Uint8Array
}

/** Of a header: room for a hundred recipients. */
const mostBytes = 16_384
const magic = utf8('age-encryption.org/v1\n')

/** Takes the beginning of a file from `pieces`: 16 KiB, and no more than a piece beyond. Throws `bad-seal`. */
export async function readHeader(pieces: AsyncIterator<Uint8Array>, subject: string): Promise<Beginning> {
  for (let start: Uint8Array = new Uint8Array(); ; ) {
    const next = await pieces.next()
    if (next.done === true) throw badForm(subject)
    // A copy: the piece is gone once the next is asked for.
    start = concat(start, next.value)
    const seen = start.subarray(0, magic.length)
    if (!sameBytes(seen, magic.subarray(0, seen.length))) throw badForm(subject)
    const end = headerLength(start)
    if (end === undefined && start.length >= mostBytes) throw badForm(subject)
    const begin = (end ?? Number.POSITIVE_INFINITY) + saltBytes
    if (begin <= start.length)
      return { header: start.slice(0, end), salt: start.slice(end, begin), rest: start.subarray(begin) }
  }
}

/** The error for what does not begin as a file of age. */
export function badForm(subject: string, cause?: unknown): GoferryError {
  return new GoferryError('bad-seal', { subject, reason: 'seal.form', cause })
}

/** In bytes, with the line of the MAC; undefined as long as that is not there whole. */
function headerLength(start: Uint8Array): number | undefined {
  const head = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, mostBytes))
  const mac = head.indexOf('\n--- ')
  const end = mac < 0 ? -1 : head.indexOf('\n', mac + 1)
  return end < 0 ? undefined : end + 1
}
