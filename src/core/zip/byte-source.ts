/** Random access to bytes that need not be in memory: a file by its descriptor, or a test's array. */
export interface ByteSource {
  /** In bytes; does not change while the source is read. */
  readonly size: number
  /**
   * The `length` bytes from `position`, which lie within `size`; in `into` where they are read from elsewhere and it is
   * given, of `length` bytes at least. Throws `io-failed` where they cannot be read.
   */
  read(position: number, length: number, into?: Uint8Array): Uint8Array
}

/** Bytes in memory as a source. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (position, length) => bytes.subarray(position, position + length) }
}
