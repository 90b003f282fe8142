import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BackupRequest } from '../../cli/backup-access.ts'
import type { Watch } from '../../ports/watch.ts'
import { type BackupReport, backup } from '../../services/backup/backup.ts'
import { openKeys, openLock } from '../compose.ts'
import { reachedStep } from '../crash-point.ts'
import { backedNode } from '../node/backed-node.ts'
import { openPlace, refusePlace } from '../node/backup-place.ts'
import type { Scope } from './scope.ts'

/**
 * Backs the node up beside a running one; the folder of the backup has a lock of its own. Throws `usage`, `absent`,
 * `data-locked` where another backup goes there, and what `backup` throws.
 */
export async function backupNode(scope: Scope, { folder, keys }: BackupRequest, watch: Watch): Promise<BackupReport> {
  const path = resolve(folder)
  await refusePlace(path, scope.data)
  const node = await backedNode(scope)
  const lock = await openLock(path).acquire()
  try {
    const settings = scope.settingsFile === undefined ? undefined : await readFile(scope.settingsFile)
    const text = keys ? await openKeys(scope.data, scope.keyText).backupText() : undefined
    return await backup({ ...node, place: openPlace(path), keys: text, settings, watch, reached: reachedStep })
  } finally {
    await lock.release()
  }
}
