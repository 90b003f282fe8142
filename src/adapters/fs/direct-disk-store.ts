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
    checkKey(key)
    if (++this.#files % turn === 0) await setImmediate()
    const blob = guardNow(key, () => openNow(this.#folders.path(key), key))
    if (blob === undefined || blob.size <= longBytes) return blob
    await blob.close()
    return super.open(key)
  }

  override async read(key: string, limitBytes: number): Promise<Uint8Array | undefined> {
    checkKey(key)
    if (++this.#files % turn === 0) await setImmediate()
    return guardNow(key, () => readNow(this.#folders.path(key), key, limitBytes))
  }

  override async stat(key: string): Promise<BlobStat | undefined> {
    checkKey(key)
    if (++this.#files % turn === 0) await setImmediate()
    return guardNow(key, () => statNow(this.#folders.path(key), key))
  }
}
