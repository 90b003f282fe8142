import { sameBytes, utf8 } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { HeadStore } from '../../ports/head.ts'
import type { Store } from '../../ports/store.ts'
import { decodeHead, type LogHead } from './log-head.ts'

/** A second place where the log is kept, on another disk: the entries as data tiles, the newest commit, the head. */
export interface ReplicaPlace {
  readonly store: Store
  readonly heads: HeadStore
  /** A text that no other call gives: what log and replica know each other by. */
  newId(): string
}

/** The newest head in `place`, not verified; undefined for an empty place. Throws `replica-failed`. */
export async function readReplica(place: ReplicaPlace, name: string): Promise<LogHead | undefined> {
  const found = await asReplica(name, () => place.heads.read())
  return found && asReplica(name, async () => decodeHead(found.value))
}

/** The derived key of the text by which a log and its replica know each other. */
const tieKey = 'log/replica'

/**
 * Sees to it that `place` is the replica of the log in `store`: both hold one id, made the first time.
 * A folder that is empty since its disk is not mounted is no replica. Throws `replica-failed`.
 */
export async function tie(store: Store, place: ReplicaPlace, name: string): Promise<void> {
  const own = await store.read(tieKey, 256)
  const its = await asReplica(name, () => place.store.read(tieKey, 256))
  if (own !== undefined && (its === undefined || !sameBytes(own, its)))
    throw new GoferryError('replica-failed', { subject: name, reason: 'replica-other' })
  const id = its ?? utf8(place.newId())
  if (its === undefined) await asReplica(name, () => place.store.put(tieKey, id))
  if (own === undefined) await store.put(tieKey, id)
}

/** Whether log and replica hold the same id; undefined where neither has one yet. Throws `replica-failed`. */
export async function isReplicaOf(store: Store, place: ReplicaPlace, name: string): Promise<boolean | undefined> {
  const own = await store.read(tieKey, 256)
  const its = await asReplica(name, () => place.store.read(tieKey, 256))
  if (own === undefined && its === undefined) return undefined
  return own !== undefined && its !== undefined && sameBytes(own, its)
}

/** Whether the log in `store` was written with a replica. Throws what the store throws. */
export async function isTied(store: Store): Promise<boolean> {
  return (await store.stat(tieKey)) !== undefined
}

/** The log goes on without a replica. Throws what the store throws. */
export async function untie(store: Store): Promise<void> {
  await store.remove(tieKey)
}

/**
 * Runs `work` on the replica of the log `name`; its errors become `replica-failed`, which says what went wrong there. A
 * fork stays what it is.
 */
export async function asReplica<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!isGoferryError(cause) || ['replica-failed', 'log-fork'].includes(cause.code)) throw cause
    const params = { problem: cause.message }
    throw new GoferryError('replica-failed', { subject: name, reason: 'replica-problem', params, cause })
  }
}
