import { fromUtf8, sameBytes } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { base64 } from '../hash.ts'
import type { Verifier } from '../note/key.ts'
import { openNote } from '../note/open-note.ts'
import { type ReadTiles, tileHashReader } from '../tlog/tile-reader.ts'
import { treeHash } from '../tlog/tree-hash.ts'
import { parseGoHead, type TreeHead } from '../tlog/tree-head.ts'

/** A tree head, and the signed note that it was read from: what is kept, and what proves a fork. */
export interface SignedHead extends TreeHead {
  readonly note: Uint8Array
}

/** Opens the signed head of a checksum database. Throws `bad-note`. */
export function openSignedHead(note: Uint8Array, verifiers: readonly Verifier[]): SignedHead {
  return { ...parseGoHead(openNote(note, verifiers).text), note }
}

/**
 * Proves two heads of one log to lie on one time line, the smaller tree a prefix of the larger, and gives the larger
 * one (Go: sumdb.Client.mergeLatest). `readTiles` is asked only where neither size nor root decides. Throws `log-fork`,
 * with both notes in its params, where they contradict each other; `bad-tile` where the tiles prove nothing.
 */
export async function mergeHeads<H extends SignedHead>(kept: H, other: H, readTiles: ReadTiles): Promise<H> {
  const [older, newer] = other.size < kept.size ? [other, kept] : [kept, other]
  const root = older.size === newer.size ? newer.root : await treeHash(older.size, tileHashReader(newer, readTiles))
  if (!sameBytes(root, older.root)) throw contradiction('log-fork', kept, other)
  return older.size === newer.size ? kept : newer
}

/**
 * As `mergeHeads`, for a log that is followed to its newest head, where an
 * older one than was kept is a rollback. Throws `log-rollback` for that.
 */
export async function followHead<H extends SignedHead>(kept: H, next: H, readTiles: ReadTiles): Promise<H> {
  const head = await mergeHeads(kept, next, readTiles)
  if (next.size < kept.size) throw contradiction('log-rollback', kept, next)
  return head
}

/** The error with the evidence: both signed notes, whole, as `kept` and `other` of the params. */
export function contradiction(code: 'log-fork' | 'log-rollback', kept: SignedHead, other: SignedHead): GoferryError {
  return new GoferryError(code, {
    subject: `${kept.size} ${base64(kept.root)}, ${other.size} ${base64(other.root)}`,
    reason: code === 'log-fork' ? 'fork-heads' : 'rollback-heads',
    params: {
      keptSize: kept.size,
      otherSize: other.size,
      kept: fromUtf8(kept.note) ?? '',
      other: fromUtf8(other.note) ?? '',
    },
  })
}
