import { GoferryError } from '../../core/errors.ts'
import { formatRestoredMark, restoredKey } from '../../core/log/restored-mark.ts'
import { checkReplica } from '../../services/log/catch-up.ts'
import { openHeads, openKeys, openLock, openStore } from '../compose.ts'
import { commandJournal } from '../node/command-journal.ts'
import { replicaOf } from '../node/open-log.ts'
import { openWriter } from '../node/open-writer.ts'
import type { Scope } from './scope.ts'

/** The head of a log that has caught up. */
interface Caught {
  readonly name: string
  readonly size: number
  readonly root: string
}

/**
 * Takes into the folder, an old copy of itself, what the replica has beyond it, and gives the head then. It is marked
 * first, once the replica is found to be its own: from then on nothing is signed in it before it has caught up. Throws
 * `bad-settings` without a replica or with that of another log, `log-rollback` for one that has less, `absent`,
 * `data-locked`, and what opening the log throws.
 */
export async function catchUpNode(scope: Scope): Promise<Caught> {
  const { data, keyText } = scope
  const settings = scope.settings()
  if (settings.replica === undefined || settings.replica === 'off')
    throw new GoferryError('bad-settings', { subject: 'replica', reason: 'restore-no-replica' })
  const identity = await openKeys(data, keyText).load()
  if (identity === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const lock = await openLock(data).acquire()
  try {
    const mark = { isWhole: true, name: identity.name, backup: '' }
    const store = openStore(data)
    const place = await replicaOf({ data, store, settings })
    if (place !== undefined) await checkReplica({ heads: openHeads(data), place, identity })
    if ((await store.stat(restoredKey)) === undefined) await store.replace(restoredKey, formatRestoredMark(mark))
  } finally {
    await lock.release()
  }
  const journal = commandJournal(settings, scope)
  const writer = await openWriter({ data, settings, upstreamUrl: undefined, keyText, journal })
  const { name, size, root } = writer.log.head()
  await writer.close()
  return { name, size, root }
}
