import { crc32 } from 'node:zlib'
import { deflate } from './deflate.ts'

/**
 * `content` as one gzip member without name and time (RFC 1952), so that the same bytes give the same file from one
 * version of zlib. Memory is bounded; `content` is closed wherever this ends. Throws what `content` throws.
 */
export async function* gzip(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let crc = 0
  let size = 0
  async function* passing(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      crc = crc32(piece, crc)
      size += piece.length
      yield piece
    }
  }
  yield Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, unix)
  yield* deflate(passing(), Number.POSITIVE_INFINITY)
  const end = new DataView(new ArrayBuffer(8))
  end.setUint32(0, crc, true)
  end.setUint32(4, size % 2 ** 32, true)
  yield new Uint8Array(end.buffer)
}

const unix = 3
