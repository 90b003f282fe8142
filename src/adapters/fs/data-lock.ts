import { DatabaseSync } from 'node:sqlite'
import { GoferryError } from '../../core/errors.ts'
import type { HeldLock, Lock } from '../../ports/lock.ts'
import { guard } from './file-error.ts'
import { Folders } from './folders.ts'

/**
 * The lock of a node's folder: SQLite's exclusive lock on the empty file `run/lock.sqlite`, which is a lock of the
 * kernel (fcntl) and goes with the process. SQLite, as Node itself has no flock or fcntl; a file with a process id
 * outlives its process and lies after a restart; an abstract socket is not seen from another network namespace
 * (containers that share a volume). Nothing is ever written, so there is no journal and nothing to recover.
 *
 * The kernel drops a process's fcntl locks as soon as that process closes *any* handle of the file: nothing else in
 * goferry may open it.
 */
export class DataLock implements Lock {
  readonly #root: string

  /** `root`: the node's folder. */
  constructor(root: string) {
    this.#root = root
  }

  async acquire(): Promise<HeldLock> {
    const folders = new Folders(this.#root)
    await guard('run', () => folders.make('run'))
    const database = this.#lock(folders.path('run/lock.sqlite'))
    held.add(database)
    return {
      release: async () => {
        if (held.delete(database)) database.close()
      },
    }
  }

  #lock(path: string): DatabaseSync {
    let database: DatabaseSync | undefined
    try {
      database = new DatabaseSync(path, { timeout: 0 })
      database.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      return database
    } catch (cause) {
      database?.close()
      if (isBusy(cause)) throw new GoferryError('data-locked', { subject: this.#root, cause })
      const params = { code: cause instanceof Error ? cause.message : String(cause) }
      throw new GoferryError('io-failed', { subject: 'run/lock.sqlite', reason: 'store-system', params, cause })
    }
  }
}

/** Keeps the garbage collector, which closes a forgotten database, from giving a lock back. */
const held = new Set<DatabaseSync>()

/** SQLITE_BUSY (5): another holds the lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}
