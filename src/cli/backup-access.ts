import type { Watch } from '../ports/watch.ts'
import type { BackupReport } from '../services/backup/backup.ts'
import type { DrillReport } from '../services/backup/drill.ts'
import type { RestoreReport } from '../services/backup/restore.ts'

/** What commands do with backups. */
export interface BackupAccess {
  /** Copies the node into a folder, beside a running node too. An interruption keeps what was done. */
  backup(request: BackupRequest, watch: Watch): Promise<BackupReport>
  /** Tries out a backup, whichever node it is of. */
  drill(folder: string, watch: Watch): Promise<DrillReport>
  /** Makes the empty data folder what a backup holds. An interruption keeps what was done. */
  restore(folder: string, watch: Watch): Promise<RestoreReport>
  /** Takes into the log of a data folder that went back in time what its replica has beyond it; gives the head then. */
  catchUp(): Promise<{ readonly name: string; readonly size: number; readonly root: string }>
}

/** Where a backup goes, and whether the private keys are to be in it. */
export interface BackupRequest {
  readonly folder: string
  readonly keys: boolean
}
