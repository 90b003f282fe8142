import { GoferryError } from '../../core/errors.ts'
import { emptyEdge, type TreeEdge } from '../../core/tlog/grow.ts'
import { stageKey } from '../../core/tree/log-keys.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import { followTree } from './follow-tree.ts'
import { type HeadSigner, type LogHead, signHead } from './log-head.ts'
import { publishDataTiles } from './publish.ts'
import { Replica } from './replica.ts'
import { type ReplicaPlace, readReplica, tie } from './replica-place.ts'
import { encodeStage } from './stage.ts'

/** What attaching a replica needs: the log's own store, who signs it, and the place. */
export interface AttachParts {
  readonly store: Store
  readonly identity: HeadSigner & { readonly retiredNames: readonly string[] }
  readonly place: ReplicaPlace
  readonly reached: Reached
}

/**
 * Brings the replica up to the log's own `head`, which may not be published yet: normally nothing or the commit over
 * which a process died, for a new replica the whole log. Throws `bad-settings` for the replica of another log;
 * `log-rollback` for one that has more than the log, which then was put back in time; `log-fork`; `replica-failed`;
 * what the store throws.
 */
export async function attachReplica(parts: AttachParts, head: LogHead): Promise<Replica> {
  const { store, place, identity, reached } = parts
  // Looked at before it is taken over: another log's writer must not lose it.
  const theirs = (await readReplica(place, head.name)) ?? beginning(identity, head)
  refuseAnother(identity, head, theirs)
  // Under a name that was given up, it has what the log under its new name does not go on from.
  if (theirs.size > head.size && theirs.name !== head.name) throw another(head, theirs.name)
  if (theirs.size > head.size) {
    const params = { own: head.size, replica: theirs.size }
    throw new GoferryError('log-rollback', { subject: head.name, reason: 'replica-ahead', params })
  }
  await publishDataTiles(store, head)
  const edge = await commonEdge(store, theirs, head)
  await tie(store, place, head.name)
  const replica = await Replica.takeOver(place, reached, theirs)
  if (edge === undefined) await sameTree(replica, head)
  else await fill(parts, replica, edge, head)
  return replica
}

/** A replica begins as the log did: empty, and signed. */
function beginning(identity: HeadSigner, head: LogHead): LogHead {
  return head.size === 0 ? head : signHead(identity, emptyEdge, '')
}

function refuseAnother(identity: AttachParts['identity'], head: LogHead, { name }: LogHead): void {
  if ([head.name, identity.name, ...identity.retiredNames].includes(name)) return
  throw another(head, name)
}

function another({ name: expected }: LogHead, found: string): GoferryError {
  const params = { found, expected }
  return new GoferryError('bad-settings', { subject: 'replica', reason: 'replica-other-log', params })
}

/** The edge of the tree that both have; undefined where that is all of the log. Throws `log-fork`. */
async function commonEdge(store: Store, theirs: LogHead, head: LogHead): Promise<TreeEdge | undefined> {
  if (theirs.size < head.size) return followTree(store, emptyEdge, { ...theirs, name: head.name }, () => undefined)
  if (theirs.root === head.root) return undefined
  const params = { keptSize: head.size, otherSize: theirs.size }
  throw new GoferryError('log-fork', { subject: head.name, reason: 'fork-heads', params })
}

/** The log may have been signed anew since. */
async function sameTree(replica: Replica, head: LogHead): Promise<void> {
  if (replica.head.goNote === head.goNote && replica.head.name === head.name) return
  await replica.take({ ...head, stage: '' })
}

/**
 * Writes what the replica lacks as commits of at most one data tile. The heads in between are of trees that the log has
 * gone through: they are signed only after all of it was found to lead to `head`.
 */
async function fill({ store, identity }: AttachParts, replica: Replica, edge: TreeEdge, head: LogHead): Promise<void> {
  await followTree(store, edge, head, () => undefined)
  await followTree(store, edge, head, async ({ edge: to, tiles }, records) => {
    const stage = { from: to.size - records.length, size: to.size, tiles }
    const key = stageKey(to.root)
    const next = to.size === head.size ? { ...head, stage: key } : signHead(identity, to, key)
    await replica.stage(next, encodeStage(stage))
    await replica.take(next, stage)
  })
}
