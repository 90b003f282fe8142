import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import { backupMark } from '../../services/backup/backup.ts'
import type { BackupPlace } from '../../services/backup/world.ts'
import { openKeyFiles, openStore, openTreeFiles } from '../compose.ts'
import { contains } from './folder-inside.ts'

/** The backup in `folder`. Nothing is made before the first write. */
export function openPlace(folder: string): BackupPlace {
  return { store: openStore(folder), files: openTreeFiles(folder), keys: openKeyFiles(join(folder, 'keys')) }
}

/**
 * Refuses a folder that a backup of the node in `data` must not be written to, since what it does not name is removed
 * from it: one that holds something else, or of which one lies in the other. Throws `usage`.
 */
export async function refusePlace(folder: string, data: string): Promise<void> {
  if (contains(folder, data) || contains(data, folder))
    throw new GoferryError('usage', { subject: folder, reason: 'backup-inside' })
  const names = await namesIn(folder)
  // What taking the lock makes may be alone there.
  const isEmpty = names.every(name => name === 'run')
  if (!isEmpty && (await openStore(folder).stat(backupMark)) === undefined)
    throw new GoferryError('usage', { subject: folder, reason: 'backup-not-empty' })
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw new GoferryError('io-failed', { subject: folder, cause })
  }
}
