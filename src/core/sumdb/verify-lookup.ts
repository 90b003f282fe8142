import { sameBytes } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import type { Verifier } from '../note/key.ts'
import { recordHash } from '../tlog/hash.ts'
import { storedHashIndex } from '../tlog/stored-hash.ts'
import { type ReadTiles, tileHashReader } from '../tlog/tile-reader.ts'
import type { TreeHead } from '../tlog/tree-head.ts'
import { type Lookup, parseLookup } from './lookup.ts'
import { parseRecordHashes, type RecordHashes } from './record-hashes.ts'
import { mergeHeads, openSignedHead, type SignedHead } from './signed-head.ts'

/** What is known of a checksum database, and how to read its tiles. */
export interface Database {
  /** The keys that may sign its heads. */
  readonly verifiers: readonly Verifier[]
  /** The newest head seen so far, from `openSignedHead` of what was kept; undefined at the first contact. */
  readonly kept: SignedHead | undefined
  readonly readTiles: ReadTiles
}

/** What a lookup proves. */
export interface VerifiedLookup extends RecordHashes {
  /** The number of the record in the database's tree. */
  readonly id: number
  /**
   * The head of the lookup, where it is newer than the kept one: to be kept from now on. Where other lookups ran at the
   * same time, `mergeHeads` it with what they left, one after the other: each was only held against the same old head.
   */
  readonly newHead: SignedHead | undefined
}

/**
 * Verifies the answer `bytes` of a checksum database to a lookup of `asked`, as the go command does, but for the
 * record, which must be that of `asked` exactly: the head's signature, its consistency with the kept head (recorded
 * lookups carry heads of many sizes, so it may be the older one), and the record's place in the newer tree of the two.
 *
 * Throws `bad-record`, `bad-note`, `log-fork` with both notes in its params, `bad-tile` where tiles are not of the
 * tree, `bad-proof` where the tree holds another record; and what `readTiles` throws.
 */
export async function verifyLookup(
  bytes: Uint8Array,
  asked: ModuleVersion,
  database: Database,
): Promise<VerifiedLookup> {
  const { verifiers, kept, readTiles } = database
  const lookup = parseLookup(bytes)
  const hashes = parseRecordHashes(lookup.text, asked)
  const offered = openSignedHead(lookup.head, verifiers)
  const head = kept === undefined ? offered : await mergeHeads(kept, offered, readTiles)
  await checkPlace(lookup, head, readTiles)
  return { id: lookup.id, ...hashes, newHead: head === kept ? undefined : head }
}

/** Throws `bad-proof` unless the record is the one that `tree` has at its place. */
async function checkPlace({ id, text }: Lookup, tree: TreeHead, readTiles: ReadTiles): Promise<void> {
  const refuse = () =>
    new GoferryError('bad-proof', {
      subject: text.slice(0, text.indexOf('\n')),
      reason: 'proof-record',
      params: { id, size: tree.size },
    })
  if (id >= tree.size) throw refuse()
  const [hash] = await tileHashReader(tree, readTiles)([storedHashIndex(0, id)])
  if (hash === undefined || !sameBytes(hash, recordHash(text))) throw refuse()
}
