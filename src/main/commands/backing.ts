import { resolve } from 'node:path'
import type { BackupAccess } from '../../cli/backup-access.ts'
import { drill } from '../../services/backup/drill.ts'
import { parseBackup } from '../../services/keys/backup.ts'
import { openPlace } from '../node/backup-place.ts'
import { backupNode } from './backup-node.ts'
import { catchUpNode } from './catch-up.ts'
import { readBackedLog, restoreNode } from './restore-node.ts'
import type { Scope } from './scope.ts'

/** What copies a node, tries copies out and brings them back. */
export function backing(scope: Scope): BackupAccess {
  return {
    backup: (request, watch) => backupNode(scope, request, watch),
    drill: (folder, watch) => {
      const checkKeys = (text: string) => void parseBackup(text)
      return drill({ place: openPlace(resolve(folder)), log: { read: readBackedLog }, checkKeys, watch })
    },
    restore: (folder, watch) => restoreNode(scope, resolve(folder), watch),
    catchUp: () => catchUpNode(scope),
  }
}
