import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { parseEntry } from '../../core/log/parse-entry.ts'
import { LogState } from '../../core/log/state.ts'
import { emptyEdge, type TreeEdge } from '../../core/tlog/grow.ts'
import { checkpointKey, stageFolder } from '../../core/tree/log-keys.ts'
import type { Head, HeadStore } from '../../ports/head.ts'
import type { Store } from '../../ports/store.ts'
import { type AttachParts, attachReplica } from './attach-replica.ts'
import { followTree } from './follow-tree.ts'
import { decodeHead, encodeHead, type HeadSigner, type LogHead, signHead } from './log-head.ts'
import { type Mended, Opening, type Signed } from './opening.ts'
import { type PublishParts, publishHead } from './publish.ts'
import type { Replica } from './replica.ts'

/** What opening a log needs of the world. */
export interface RecoverParts extends PublishParts {
  readonly heads: HeadStore
  readonly identity: HeadSigner & Signed & { readonly mayBegin: boolean }
  readonly replica?: AttachParts['place'] | undefined
}

/** A log as it was found: all of it is published. */
export interface Recovered {
  readonly stored: Head
  readonly head: LogHead
  readonly edge: TreeEdge
  readonly state: LogState
  /** What was published and was not as it should be; it is again. */
  readonly mended: readonly Mended[]
  /** The replica, which has all of it too. */
  readonly replica: Replica | undefined
}

/**
 * Takes the stored head over, publishes what of it is not published yet, drops the stages of commits that lost, and
 * reads the log. The first time, begins an empty log. Throws `log-rollback` or `log-fork` where more was published than
 * the head knows; `head-conflict`, `store-damaged`, what attaching the replica throws, and what the stores throw.
 */
export async function recoverLog(parts: RecoverParts): Promise<Recovered> {
  const { store, heads } = parts
  const found = await heads.read()
  if (found === undefined) await refuseAnotherBeginning(parts)
  const head = found === undefined ? signHead(parts.identity, emptyEdge, '') : decodeHead(found.value)
  const opening = await Opening.look(store, head, parts.identity)
  // Looked at before the swap: what is staged after it is that of a writer who came after this one, and may win.
  const stages = await store.list(stageFolder)
  // Written again unchanged: from here on a writer that opened the log before loses, and its stage can go.
  const stored = await heads.replace(found, encodeHead(head))
  // What is published must be in the replica before.
  const replica = parts.replica && (await attachReplica({ ...parts, place: parts.replica }, head))
  await publishHead({ ...parts, opening }, head)
  await removeStages(store, stages, head)
  return { stored, head, replica, mended: opening.mended, ...(await readLog(store, head)) }
}

async function readLog(store: Store, head: LogHead): Promise<{ edge: TreeEdge; state: LogState }> {
  const state = new LogState()
  try {
    const edge = await followTree(store, emptyEdge, head, (_, records) => {
      for (const record of records) state.apply(state.size, parseEntry(record))
    })
    return { edge, state }
  } catch (error) {
    // What is no entry may be damage, which the root shows only at the end: that is the better answer.
    if (isGoferryError(error, 'bad-entry')) await followTree(store, emptyEdge, head, () => undefined)
    throw error
  }
}

/**
 * Without a stored head a log begins; not where a tree was published,
 * or where the keys have signed one: that would fork it.
 */
async function refuseAnotherBeginning({ store, identity }: RecoverParts): Promise<void> {
  if (!identity.mayBegin) {
    throw new GoferryError('log-rollback', { subject: identity.name, reason: 'log-keys-restored' })
  }
  const published = await store.stat(checkpointKey)
  if (published === undefined) return
  throw new GoferryError('log-rollback', { subject: checkpointKey, reason: 'log-head-lost' })
}

async function removeStages(store: Store, names: readonly string[], head: LogHead): Promise<void> {
  for (const name of names) {
    const key = `${stageFolder}/${name}`
    if (key !== head.stage) await store.remove(key)
  }
}
