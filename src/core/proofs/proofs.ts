import type { SignedHead } from '../sumdb/signed-head.ts'

/**
 * The recorded proofs of a checksum database, all under one signed head (design §7): a client that looks any of the
 * records up with that head, or that kept one of the older heads, finds in the tiles of `proofTiles` all that it reads.
 */
export interface Proofs {
  /** The name of the database, as in `/sumdb/NAME/`. */
  readonly database: string
  /** The head that every lookup carries, then every older one that was ever served, the newest first. */
  readonly heads: readonly [SignedHead, ...SignedHead[]]
  /** By their ids, the lowest first. No version has two. */
  readonly records: readonly ListedRecord[]
}

/** A record of a checksum database and its place in the tree. */
export interface ListedRecord {
  /** The number of the record. */
  readonly id: number
  /** The two lines of go.sum: what is hashed. */
  readonly text: string
}

/** The most heads of one blob: one a day for 27 years. */
export const headsLimit = 10_000

/** The most bytes of a signed head. */
export const noteLimit = 1 << 16

/** The most bytes before the tiles: the heads, and about 300,000 records. */
export const headerLimit = 1 << 27

/** The most bytes of a blob: about 500,000 tiles. */
export const proofsLimit = 2 ** 32

/** The key of the immutable blob whose SHA-256 is `sha256`. */
export function proofsKey(sha256: string): string {
  return `${proofsFolder}/${sha256}`
}

/** The folder of the blobs of proofs. */
export const proofsFolder = 'log/proofs'
