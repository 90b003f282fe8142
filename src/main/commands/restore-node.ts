import { join } from 'node:path'
import type { Manifest } from '../../core/backup/manifest.ts'
import type { LogState } from '../../core/log/state.ts'
import { parseVerifier } from '../../core/note/key.ts'
import type { Store } from '../../ports/store.ts'
import type { Watch } from '../../ports/watch.ts'
import { type RestoreReport, restore } from '../../services/backup/restore.ts'
import { adoptSavedHead, readSavedLog } from '../../services/log/saved-log.ts'
import { openHeads, openKeyFiles, openKeys, openLock, openStore } from '../compose.ts'
import { reachedStep } from '../crash-point.ts'
import { openPlace } from '../node/backup-place.ts'
import type { Scope } from './scope.ts'

/** Makes the empty data folder what the backup in `folder` holds. Throws `data-locked` and what `restore` throws. */
export async function restoreNode({ data }: Scope, folder: string, watch: Watch): Promise<RestoreReport> {
  const lock = await openLock(data).acquire()
  try {
    const heads = openHeads(data)
    const keys = openKeys(data, undefined)
    return await restore({
      place: openPlace(folder),
      node: openStore(data),
      log: { read: readBackedLog, adopt: head => adoptSavedHead(heads, head) },
      keyFiles: () => openKeyFiles(join(data, 'keys')).list(),
      restoreKeys: async text => void (await keys.restoreText(text)),
      watch,
      reached: reachedStep,
    })
  } finally {
    await lock.release()
  }
}

/** What the log of a backup says, whose entries are in `store`. Throws as `readSavedLog`. */
export function readBackedLog(store: Store, { head, verifierKeys }: Manifest): Promise<LogState> {
  return readSavedLog(store, head, verifierKeys.map(parseVerifier))
}
