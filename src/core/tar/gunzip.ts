import { createGunzip } from 'node:zlib'
import { GoferryError, isGoferryError } from '../errors.ts'
import { ByteCursor } from '../zip/byte-cursor.ts'
import type { ByteSource } from '../zip/byte-source.ts'
import { feed, packedPieces } from '../zip/inflate.ts'

/**
 * The content of the gzip file `source`, which must be that and nothing more. Memory is bounded; how much comes out the
 * caller bounds. Throws `bad-archive` about `subject`, and what `source` throws.
 */
export async function* gunzip(source: ByteSource, subject: string): AsyncGenerator<Uint8Array> {
  const engine = createGunzip({ chunkSize: pieceBytes })
  feed(engine, packedPieces(new ByteCursor(source, 0, source.size), source.size))
  try {
    yield* engine
  } catch (error) {
    throw isGoferryError(error)
      ? error
      : new GoferryError('bad-archive', { subject, reason: 'archive.gzip', cause: error })
  } finally {
    engine.destroy()
  }
  if (engine.bytesWritten !== source.size) throw new GoferryError('bad-archive', { subject, reason: 'archive.gzip' })
}

const pieceBytes = 256 * 1024
