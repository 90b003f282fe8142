import { createDeflateRaw, type DeflateRaw, deflateRawSync } from 'node:zlib'
import { concat } from '../bytes.ts'

/**
 * The deflate stream of `content`, which has `size` bytes. Memory is bounded, and `content` is closed when this ends,
 * wherever it ends. Throws what `content` throws.
 */
export async function* deflate(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  if (size > wholeBytes) return yield* deflateStream(content)
  const pieces: Uint8Array[] = []
  // A piece is gone once the next one is asked for.
  for await (const piece of content) pieces.push(piece.slice())
  yield deflateRawSync(concat(...pieces))
}

async function* deflateStream(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const engine = createDeflateRaw({ chunkSize: pieceBytes })
  const fed = feed(engine, content)
  try {
    yield* engine
  } finally {
    engine.destroy()
    await fed
  }
}

/** Gives `engine` one piece after the other, each when it has taken the last. Never rejects: the engine fails. */
async function feed(engine: DeflateRaw, content: AsyncIterable<Uint8Array>): Promise<void> {
  // An engine that is destroyed while nobody reads from it calls back to no write.
  const closed = new Promise<void>(resolve => engine.once('close', resolve))
  try {
    for await (const piece of content) {
      await Promise.race([closed, new Promise<void>(resolve => engine.write(piece, () => resolve()))])
      if (engine.destroyed) return
    }
    engine.end()
  } catch (error) {
    engine.destroy(error instanceof Error ? error : undefined)
  }
}

/** Up to this many bytes a file is deflated in one call, which is quicker for the many small ones. */
const wholeBytes = 64 * 1024
const pieceBytes = 256 * 1024
