/** A piece of a stream that is cut into pieces of one size. */
export interface Chunk {
  readonly bytes: Uint8Array
  readonly isLast: boolean
}

/**
 * What `source` gives in chunks of `size` bytes, the last one shorter or as long; one empty chunk for no bytes at all.
 * A chunk is gone once the next is asked for.
 */
export async function* chunksOf(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Chunk> {
  const buffer = new Uint8Array(size)
  let filled = 0
  for await (let piece of source) {
    while (piece.length > 0) {
      // A full chunk is the last one unless another byte comes.
      if (filled === size) {
        yield { bytes: buffer, isLast: false }
        filled = 0
      }
      const taken = Math.min(size - filled, piece.length)
      buffer.set(piece.subarray(0, taken), filled)
      filled += taken
      piece = piece.subarray(taken)
    }
  }
  yield { bytes: buffer.subarray(0, filled), isLast: true }
}

/** `first`, and then what `pieces` has left. Whoever made `pieces` closes it. */
export async function* following(first: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value
}
