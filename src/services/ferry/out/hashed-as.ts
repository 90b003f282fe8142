import { createHash } from 'node:crypto'

/** `pieces` as they come, whose size and SHA-256 are known when they have come to their end. */
export function hashedAs(pieces: AsyncIterable<Uint8Array>): {
  pieces(): AsyncIterable<Uint8Array>
  digest(): { readonly size: number; readonly sha256: string }
} {
  const hash = createHash('sha256')
  let size = 0
  return {
    async *pieces() {
      for await (const piece of pieces) {
        hash.update(piece)
        size += piece.length
        yield piece
      }
    },
    digest: () => ({ size, sha256: hash.digest('hex') }),
  }
}
