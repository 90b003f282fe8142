/** A file, and what its publisher says of it. */
export interface SignedFile {
  /** What the file is called, for errors. */
  readonly name: string
  /** Its bytes, once; a piece is gone once the next is asked for. */
  read(): AsyncIterable<Uint8Array>
  /** One detached OpenPGP signature, armored or not. */
  readonly signature: Uint8Array
  /** The publisher's OpenPGP public keys, armored (also several blocks after each other) or not. */
  readonly keys: Uint8Array
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Checks that a file is what one of the keys signed, with a key that is valid now; gives the fingerprint of that key in
 * hexadecimal. Memory does not grow with the file. Throws `bad-key` where there is no public key to check with;
 * `bad-signature` for what is no signature of a file, one of another key or file, and whatever makes key or signature
 * unfit (expired, revoked, weak); and what `read` throws.
 */
export type CheckSignature = (file: SignedFile) => Promise<string>
