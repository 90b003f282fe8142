import { concat, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import type { Verifier } from '../note/key.ts'
import { openSignedHead, type SignedHead } from '../sumdb/signed-head.ts'
import { headsLimit, noteLimit } from './proofs.ts'

/** The most bytes of all heads that were ever served: one is a few hundred bytes. */
export const servedLimit = 1 << 25

/** Heads one after the other, each after its length in bytes on a line of its own. */
export function formatHeads(heads: readonly SignedHead[]): Uint8Array {
  return concat(...heads.flatMap(({ note }) => [utf8(`${note.length}\n`), note]))
}

/**
 * The inverse of `formatHeads`: at most 10,000 heads, the newest first, each smaller than the one before and signed.
 * Throws `bad-note`, and `bad-proof` for what else is wrong.
 */
export function parseHeads(bytes: Uint8Array, verifiers: readonly Verifier[]): SignedHead[] {
  const refuse = () => new GoferryError('bad-proof', { subject: 'heads', reason: 'proofs-heads' })
  const heads: SignedHead[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at)
    const digits = Buffer.from(bytes.subarray(at, Math.min(end, at + 8))).toString('latin1')
    const length = Number(digits)
    if (end < 0 || !/^[1-9]\d{0,6}$/.test(digits) || end - at !== digits.length || length > noteLimit) throw refuse()
    at = end + 1 + length
    if (at > bytes.length || heads.length === headsLimit) throw refuse()
    const head = openSignedHead(bytes.slice(end + 1, at), verifiers)
    if (head.size === 0 || head.size >= (heads.at(-1)?.size ?? Number.POSITIVE_INFINITY)) throw refuse()
    heads.push(head)
  }
  return heads
}
