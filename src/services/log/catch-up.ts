import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex } from '../../core/hash.ts'
import type { Verifier } from '../../core/note/key.ts'
import { openNote } from '../../core/note/open-note.ts'
import { openSignedHead } from '../../core/sumdb/signed-head.ts'
import { edgeTiles, emptyEdge, type TreeEdge } from '../../core/tlog/grow.ts'
import { parseCheckpoint } from '../../core/tlog/tree-head.ts'
import { tileKey } from '../../core/tree/log-keys.ts'
import type { HeadStore } from '../../ports/head.ts'
import type { CommandStep, Step } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import { followTree } from './follow-tree.ts'
import { decodeHead, encodeHead, type LogHead } from './log-head.ts'
import { Replica } from './replica.ts'
import { asReplica, type ReplicaPlace, readReplica } from './replica-place.ts'

/** What catching up needs: the restored log, its name and keys, and the replica of what it was. */
export interface CatchUpParts {
  readonly store: Store
  readonly heads: HeadStore
  readonly identity: { readonly name: string; readonly verifiers: readonly Verifier[] }
  readonly place: ReplicaPlace
  reached(step: Step | CommandStep): void
}

/**
 * Takes into a restored log what the replica has beyond it; the log's next opening publishes that. On return the log
 * may be signed again: everything that was ever acknowledged had gone into the replica before. Gives how many entries
 * came. Idempotent. Throws `bad-settings` for the replica of another log, `log-rollback` for one that has less than the
 * backup, `log-fork`, `bad-note`, `replica-failed`, what the stores throw.
 */
export async function catchUp(parts: CatchUpParts): Promise<number> {
  const { store, heads, place, identity } = parts
  const { stored, own, theirs } = await checkReplica(parts)
  // The replica may have died over its newest commit.
  await Replica.takeOver(place, step => parts.reached(step), theirs)
  const edge = await followTree(store, emptyEdge, own, () => undefined)
  // What was read may be trusted when it was found to lead to the signed head, and is written only then.
  await asReplica(identity.name, () => refuseFork(place.store, edge, theirs))
  if (theirs.size === own.size) return 0
  await followTree(place.store, edge, theirs, async ({ tiles }) => {
    for (const { tile, bytes } of tiles) if (tile.level === 'data') await store.put(tileKey('', tile), bytes)
  })
  await heads.replace(stored, encodeHead({ ...theirs, stage: '' }))
  parts.reached('log-caught-up')
  const [narrow] = edgeTiles(own.size)
  if (narrow?.level === 'data') await store.remove(tileKey('', narrow))
  return theirs.size - own.size
}

/**
 * Whether the replica is one that the log can catch up from, and the heads of both; changes nothing. Throws as
 * `catchUp` does.
 */
export async function checkReplica({ heads, place, identity }: Pick<CatchUpParts, 'heads' | 'place' | 'identity'>) {
  const stored = await heads.read()
  if (stored === undefined) throw new GoferryError('log-rollback', { subject: identity.name, reason: 'log-head-lost' })
  const own = decodeHead(stored.value)
  const theirs = await readReplica(place, identity.name)
  refuseAnother(own, theirs, identity.name)
  refuseUnsigned(theirs, identity)
  return { stored, own, theirs }
}

/** The replica has no tiles of hashes: what does not fit the log is a fork only where it leads to its own head. */
async function refuseFork(store: Store, own: TreeEdge, theirs: LogHead): Promise<void> {
  try {
    await followTree(store, own, theirs, () => undefined)
  } catch (cause) {
    if (!isGoferryError(cause, 'store-damaged', 'log-fork')) throw cause
    await followTree(store, emptyEdge, theirs, () => undefined)
    const params = { keptSize: own.size, otherSize: theirs.size }
    throw new GoferryError('log-fork', { subject: theirs.name, reason: 'fork-heads', params, cause })
  }
}

function refuseAnother(own: LogHead, theirs: LogHead | undefined, name: string): asserts theirs is LogHead {
  if (theirs !== undefined && theirs.name !== name) {
    const params = { found: theirs.name, expected: name }
    throw new GoferryError('bad-settings', { subject: 'replica', reason: 'replica-other-log', params })
  }
  if (theirs !== undefined && theirs.size >= own.size) return
  const params = { own: own.size, replica: theirs?.size ?? 0 }
  throw new GoferryError('log-rollback', { subject: name, reason: 'replica-behind', params })
}

/** Both forms of the head must be signed by a key of the log and speak of the tree that the replica names. */
function refuseUnsigned(head: LogHead, { name, verifiers }: CatchUpParts['identity']): void {
  try {
    const go = openSignedHead(Buffer.from(head.goNote), verifiers)
    const checkpoint = parseCheckpoint(openNote(Buffer.from(head.checkpoint), verifiers).text, name)
    if ([go, checkpoint].every(({ size, root }) => size === head.size && hex(root) === head.root)) return
  } catch (cause) {
    if (!isGoferryError(cause)) throw cause
    throw new GoferryError('bad-note', { subject: 'replica', reason: 'replica-unsigned', cause })
  }
  throw new GoferryError('bad-note', { subject: 'replica', reason: 'replica-unsigned' })
}
