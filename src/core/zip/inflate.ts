import { createInflateRaw, type Gunzip, type InflateRaw, inflateRawSync } from 'node:zlib'
import { isGoferryError } from '../errors.ts'
import { badZip } from './bad-zip.ts'
import type { ByteCursor } from './byte-cursor.ts'
import type { ZipMember } from './central-directory.ts'

/**
 * Inflates the data of `entry`, at which `cursor` stands. The deflate stream must end with the data, so that nothing
 * hides behind it. Throws `bad-zip` about `subject`. May give more than `entry.size` bytes, by no more than one piece;
 * the caller counts.
 */
export function inflate(
  cursor: ByteCursor,
  entry: ZipMember,
  subject: string,
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  const small = entry.packedSize <= wholeBytes && entry.size <= wholeBytes
  return small ? [inflateWhole(cursor, entry, subject)] : inflateStream(cursor, entry, subject)
}

/** The next `length` bytes of `cursor`, in pieces. The caller has made sure that they are there. */
export function* packedPieces(cursor: ByteCursor, length: number): Generator<Uint8Array> {
  for (let left = length; left > 0; ) {
    const piece = cursor.take(Math.min(left, pieceBytes))
    if (!piece) return
    left -= piece.length
    yield piece
  }
}

function inflateWhole(cursor: ByteCursor, entry: ZipMember, subject: string): Uint8Array {
  const packed = cursor.take(entry.packedSize) ?? new Uint8Array()
  try {
    const options = { info: true, maxOutputLength: entry.size + 1 }
    const { buffer, engine } = inflateRawSync(packed, options) as unknown as InflatedWithInfo
    if (engine.bytesWritten === entry.packedSize) return buffer
  } catch (error) {
    if (isTooMuch(error)) throw badZip(subject, 'zip.size', { name: entry.name })
  }
  throw badZip(subject, 'zip.deflate', { name: entry.name })
}

async function* inflateStream(cursor: ByteCursor, entry: ZipMember, subject: string): AsyncGenerator<Uint8Array> {
  const engine = createInflateRaw({ chunkSize: pieceBytes })
  feed(engine, packedPieces(cursor, entry.packedSize))
  try {
    yield* engine
  } catch (error) {
    throw isGoferryError(error) ? error : badZip(subject, 'zip.deflate', { name: entry.name })
  }
  if (engine.bytesWritten !== entry.packedSize) throw badZip(subject, 'zip.deflate', { name: entry.name })
}

/** Gives `engine` one piece at a time: the next one when it has taken the last. */
export function feed(engine: InflateRaw | Gunzip, packed: Iterator<Uint8Array>): void {
  try {
    const { value, done } = packed.next()
    if (done) engine.end()
    else
      engine.write(value, error => {
        if (!error) feed(engine, packed)
      })
  } catch (error) {
    engine.destroy(error instanceof Error ? error : undefined)
  }
}

function isTooMuch(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

/** What node:zlib gives with `info`, which its types leave out: `engine` has counted the packed bytes that it took. */
interface InflatedWithInfo {
  readonly buffer: Uint8Array
  readonly engine: InflateRaw
}

/**
 * Up to this many bytes, packed and unpacked, a member is inflated in
 * one call, which is quicker for the many small files.
 */
const wholeBytes = 4 * 2 ** 20
const pieceBytes = 256 * 1024
