import { setImmediate } from 'node:timers/promises'
import { checkKey } from '../../core/tree/check-key.ts'
import type { BlobStat, StoredBlob } from '../../ports/store.ts'
import { openNow, readNow, statNow } from './direct-blob.ts'
import { DiskStore } from './disk-store.ts'
import { guardNow } from './file-error.ts'
import { Folders } from './folders.ts'

/** After so many files whatever else waits has its turn: signals, timers, other readers' files. */
const turn = 32

/** A blob of more bytes is read on another thread: this one would hear no signal for too long. */
const longBytes = 1 << 24

/**
 * A `DiskStore` for a process that does one thing: it reads and looks at files on its own thread, which stands still
 * meanwhile. To have it done on another thread costs ten times what a small file costs that lies in memory.
 */
export class DirectDiskStore extends DiskStore {
  readonly #folders: Folders
  #files = 0

  /** As of a `DiskStore`. */
  constructor(root: string) {
    super(root)
    this.#folders = new Folders(root)
  }

  override async open(key: string): Promise<StoredBlob | undefined> {
    const blob = await this.#now(key, path => openNow(path, key))
    if (blob === undefined || blob.size <= longBytes) return blob
    await blob.close()
    return super.open(key)
  }

  override read(key: string, limitBytes: number): Promise<Uint8Array | undefined> {
    return this.#now(key, path => readNow(path, key, limitBytes))
  }

  override stat(key: string): Promise<BlobStat | undefined> {
    return this.#now(key, path => statNow(path, key))
  }

  /** What `work` gives of the file of `key`, on this thread. */
  async #now<T>(key: string, work: (path: string) => T): Promise<T> {
    checkKey(key)
    if (++this.#files % turn === 0) await setImmediate()
    return guardNow(key, () => work(this.#folders.path(key)))
  }
}
