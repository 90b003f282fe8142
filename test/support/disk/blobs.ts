/** How many blobs the crash test puts. */
export const blobCount = 200

/** The key of blob `i`: twenty folders, some of them deep. */
export function blobKeyOf(i: number): string {
  return `public/${i % 20}${'/x'.repeat(i % 5)}/@v/${i}.zip`
}

/** The bytes of blob `i`: up to 300 KB, all the same, so that a half is seen. */
export function blobOf(i: number): Uint8Array {
  return new Uint8Array((i * 7919) % 300_000).fill(i)
}

/** A list that is rewritten: 50,000 bytes and more, all `i`. */
export function listOf(i: number): Uint8Array {
  return new Uint8Array(50_000 + i).fill(i)
}
