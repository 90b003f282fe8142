import { GoferryError } from '../../core/errors.ts'
import { parseRestoredMark, type RestoredMark, restoredKey, restoredLimit } from '../../core/log/restored-mark.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Store } from '../../ports/store.ts'
import { noteFormat, readFormat } from '../../services/format/format.ts'
import type { Identity, Keys } from '../../services/keys/keys.ts'
import { catchUp } from '../../services/log/catch-up.ts'
import { Log } from '../../services/log/log.ts'
import { isTied, type ReplicaPlace, untie } from '../../services/log/replica-place.ts'
import { openHeads, openReplica } from '../compose.ts'
import { parseReplica } from '../config/replica.ts'
import type { Settings } from '../config/schema.ts'
import { reachedStep } from '../crash-point.ts'
import { contains } from './folder-inside.ts'
import { openIdentity } from './open-identity.ts'

/** What opening the log of a node's folder takes. */
export interface OpenLogParts {
  readonly data: string
  readonly store: Store
  readonly keys: Keys
  readonly settings: Settings
  readonly journal: Journal
}

/**
 * Opens the log of the folder under its lock; makes key and name at the first start. A log that was restored from a
 * backup catches up from its replica; without one it is sealed: it can be read, and nothing is signed. Throws
 * `format-unknown`, `bad-settings`, `log-rollback`, `replica-failed`, and what keys and log throw.
 */
export async function openLog(parts: OpenLogParts): Promise<{ identity: Identity; log: Log }> {
  const { store, settings, keys, journal } = parts
  await readFormat(store)
  await store.sweep()
  const mark = await readMark(store)
  const identity = await identityOf(keys, settings, mark)
  const place = await replicaOf(parts)
  const heads = openHeads(parts.data)
  const parted = { store, heads, identity, journal, reached: reachedStep }
  const isBack = mark !== undefined && mark.name === identity.name
  if (isBack && place === undefined) {
    const sealed = new GoferryError('log-rollback', { subject: identity.name, reason: 'log-restored' })
    journal.error('log-sealed', { name: identity.name })
    return { identity, log: await Log.open({ ...parted, identity: { ...identity, mayBegin: false }, sealed }) }
  }
  if (isBack && place !== undefined) {
    const entries = await catchUp({ ...parted, place })
    journal.info('log-caught-up', { name: identity.name, entries })
  }
  const log = await Log.open({ ...parted, replica: place })
  await noteFormat(store)
  if (mark !== undefined) await store.remove(restoredKey)
  return { identity, log }
}

/** The mark of a folder that was restored. Throws `log-rollback` where that was not finished. */
async function readMark(store: Store): Promise<RestoredMark | undefined> {
  const bytes = await store.read(restoredKey, restoredLimit)
  const mark = bytes && parseRestoredMark(bytes)
  if (mark?.isWhole === false) throw new GoferryError('log-rollback', { subject: mark.name, reason: 'log-restoring' })
  return mark
}

/** What was restored without its keys must not go on with new ones. */
async function identityOf(keys: Keys, settings: Settings, mark: RestoredMark | undefined): Promise<Identity> {
  if (mark !== undefined && (await keys.load()) === undefined)
    throw new GoferryError('log-rollback', { subject: mark.name, reason: 'log-restored-no-keys' })
  return openIdentity(keys, settings.name)
}

/** The replica of the settings: a log that was written with one goes on without it only where they say so. */
export async function replicaOf({
  data,
  store,
  settings,
}: Pick<OpenLogParts, 'data' | 'store' | 'settings'>): Promise<ReplicaPlace | undefined> {
  const { replica } = settings
  if (replica === undefined) {
    if (await isTied(store)) throw new GoferryError('bad-settings', { subject: 'replica', reason: 'replica-needed' })
    return undefined
  }
  if (replica === 'off') {
    await untie(store)
    return undefined
  }
  const name = parseReplica(replica)
  if (name.kind === 'folder' && (contains(data, name.folder) || contains(name.folder, data)))
    throw new GoferryError('bad-settings', { subject: `replica: ${replica}`, reason: 'replica-same-folder' })
  return openReplica(name, data)
}
