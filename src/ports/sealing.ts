/**
 * Encryption for a site, in the format of age (age-encryption.org/v1) with X25519 keys: the `age` program opens what
 * this seals, and the other way round. It hides; it does not say who sealed: signatures do that.
 */
export interface Sealing {
  /** A new pair of keys. The identity is a secret; it goes into a file of mode 0600 and nowhere else. */
  generate(): Promise<SealingKeys>

  /** The key to seal for that belongs to `identity`. Throws `bad-key`. */
  recipientOf(identity: string): Promise<string>

  /**
   * The bytes of `source` so that each of `recipients` (1 to 100) can read them: 16 bytes more for each
   * 64 KiB, and some hundred at the beginning. Every call gives other bytes. Throws `bad-key`, `too-large`, and what
   * `source` throws. A piece is gone once the next is asked for, here and in `source`.
   */
  seal(recipients: readonly string[], source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>

  /**
   * What was sealed. Each piece is authentic in itself, but only a stream that ends without an error is whole: use
   * nothing of it before that (write it to a staged file, and drop that on an error). Throws `bad-key` for an identity
   * that is none; `bad-seal` about `subject`, at once where it is for other keys or no such file, later where it was
   * cut, altered or added to; what `source` throws. A piece is gone once the next is asked for, here and in `source`.
   */
  unseal(identities: readonly string[], source: AsyncIterable<Uint8Array>, subject: string): AsyncIterable<Uint8Array>
}

/** A pair of keys. */
export interface SealingKeys {
  /** Public: `age1…`. */
  readonly recipient: string
  /** Secret: `AGE-SECRET-KEY-1…`. */
  readonly identity: string
}
