import { utf8 } from '../bytes.ts'
import { sha256 } from '../hash.ts'
import { decodeBase64 } from '../note/decode-base64.ts'

/** Bytes of a hash of the tree. */
export const hashSize = 32

/** The largest tree whose positions and stored hashes a JavaScript number counts exactly: 2^52 records. */
export const treeLimit = 2 ** 52

/** The root of the tree without records: SHA-256 of nothing (RFC 6962 §2.1). */
export const emptyRoot: Uint8Array = sha256()

/** The hash of a leaf: SHA-256(0x00 ‖ record) (RFC 6962 §2.1). */
export function recordHash(record: Uint8Array | string): Uint8Array {
  return sha256(leafPrefix, typeof record === 'string' ? utf8(record) : record)
}

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(nodePrefix, left, right)
}

/** The hash that `text` is in base64, or undefined where it is none (Go: tlog.ParseHash). */
export function parseHash(text: string): Uint8Array | undefined {
  const bytes = decodeBase64(text)
  return bytes?.length === hashSize ? bytes : undefined
}

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)
