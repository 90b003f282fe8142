import type { KeyChange, NodeAccess } from '../../cli/context.ts'
import { GoferryError } from '../../core/errors.ts'
import { readFormat } from '../../services/format/format.ts'
import { openKeys, openLock, openStore } from '../compose.ts'
import { changeKeys } from '../node/change-keys.ts'
import { commandJournal } from '../node/command-journal.ts'
import { askNode } from '../node/control-client.ts'
import { openWriter } from '../node/open-writer.ts'
import type { Scope } from './scope.ts'

/** What has to do with the keys of the log. */
export function keyCommands(scope: Scope): Pick<NodeAccess, 'changeKeys' | 'keys' | 'backupKeys'> {
  const keys = () => openKeys(scope.data, scope.keyText)
  return {
    changeKeys: change => changeKeysOf(scope, change),
    keys: () => keys().show(),
    backupKeys: file => keys().backup(file),
  }
}

/** Through the running node where there is one; else under the lock. The first key needs no log. */
async function changeKeysOf(scope: Scope, change: KeyChange): Promise<void> {
  const { data, keyText } = scope
  const settings = scope.settings()
  const isFirst = change.kind === 'make' || change.kind === 'restore'
  if (!isFirst && (await askNode(data, 'keys', change)) !== undefined) return
  await readFormat(openStore(data))
  const keys = openKeys(data, keyText)
  const lock = await openLock(data).acquire()
  try {
    if (change.kind === 'make') return void (await keys.create(change.name))
    if (change.kind === 'restore') return void (await keys.restore(change.file))
    if ((await keys.load()) === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
    await changeKeys(keys, change)
  } finally {
    await lock.release()
  }
  // Opening the log signs it by the keys as they are now.
  const journal = commandJournal(settings, scope)
  const writer = await openWriter({ data, settings, upstreamUrl: undefined, keyText, journal })
  await writer.close()
}
