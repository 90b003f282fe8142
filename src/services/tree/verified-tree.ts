import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../core/errors.ts'
import { sha256Of } from '../../core/hash.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { partKey } from '../../core/toolchain/part-key.ts'
import { blobKey, type Kind, latestKey, listKey, type Part } from '../../core/tree/keys.ts'
import { loggedDigest } from '../../core/tree/logged-digest.ts'
import type { Journal } from '../../ports/journal.ts'
import { readChunks, readWhole } from '../../ports/read-whole.ts'
import type { BlobStat, Store, StoredBlob } from '../../ports/store.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'

/** How many files are remembered as verified; beyond that the oldest are hashed again when they are next asked for. */
const MAX_REMEMBERED = 200_000
const MAX_SMALL_BYTES = 16 << 20

/**
 * The reading side of the tree: a part is opened only when its bytes are those that
 * the log names. What was verified is remembered by its stamp (size, times, inode), so
 * a file is hashed once a process and again whenever its stamp changes (design §3.1).
 */
export class VerifiedTree {
  readonly #store: Store
  readonly #state: () => LogState
  readonly #refresh: () => Promise<void>
  readonly #zipCheck: Pick<ZipCheck, 'sha256'>
  readonly #journal: Journal
  readonly #stamps = new Map<string, string>()
  readonly #hashing = new Map<string, Promise<string>>()

  /** `refresh` follows the log to its end: the writer is another process, and logs a part before it stores it. */
  constructor(deps: {
    store: Store
    state: () => LogState
    refresh: () => Promise<void>
    zipCheck: Pick<ZipCheck, 'sha256'>
    journal: Journal
  }) {
    this.#store = deps.store
    this.#state = deps.state
    this.#refresh = deps.refresh
    this.#zipCheck = deps.zipCheck
    this.#journal = deps.journal
  }

  /** Opens a part, or gives undefined where it is not held. Throws `store-damaged` where file and log differ. */
  open(module: ModuleVersion, kind: Kind): Promise<StoredBlob | undefined> {
    return this.#open(blobKey('public', module, kind), module, kind)
  }

  /** Opens the archive that the log names for a toolchain; as `open` does. */
  async openArchive(module: ModuleVersion): Promise<StoredBlob | undefined> {
    const key = partKey(this.#state(), module, 'archive')
    return key === undefined ? undefined : this.#open(key, module, 'archive')
  }

  /** Whether the archive that the log names for a toolchain is held. */
  async hasArchive(module: ModuleVersion): Promise<boolean> {
    const key = partKey(this.#state(), module, 'archive')
    return key !== undefined && (await this.#store.stat(key)) !== undefined
  }

  async #open(key: string, module: ModuleVersion, kind: Part): Promise<StoredBlob | undefined> {
    const blob = await this.#store.open(key)
    if (blob === undefined) return undefined
    try {
      if (this.#stamps.get(key) !== blob.stamp) await this.#verify(key, module, kind, blob)
      return blob
    } catch (error) {
      await blob.close()
      throw error
    }
  }

  /** The complete held versions that the derived list names, and whether the stored list is still that one. */
  async list(path: string): Promise<{ versions: string[]; isCurrent: () => boolean }> {
    const key = listKey(path)
    const blob = await this.#store.open(key)
    if (blob === undefined) return { versions: [], isCurrent: () => false }
    try {
      const text = Buffer.from(await content(key, blob)).toString()
      return { versions: text.split('\n').filter(Boolean), isCurrent: () => blob.isCurrent() }
    } finally {
      await blob.close()
    }
  }

  /** What the derived `@latest` holds. */
  async latest(path: string): Promise<Uint8Array | undefined> {
    return this.#store.read(latestKey(path), MAX_SMALL_BYTES)
  }

  async #verify(key: string, module: ModuleVersion, kind: Part, blob: StoredBlob): Promise<void> {
    const found = await this.#hashOnce(key, kind, blob)
    // Another process may have logged it, or logged it anew, since this one looked.
    if (found !== loggedDigest(this.#state(), module, kind)) await this.#refresh()
    const wanted = loggedDigest(this.#state(), module, kind)
    if (wanted === undefined) throw new GoferryError('store-damaged', { subject: key, reason: 'answer.not-in-log' })
    if (found !== wanted) {
      this.#journal.error('stored-file-damaged', { key, wanted, found })
      throw new GoferryError('store-damaged', { subject: key, reason: 'answer.damaged', params: { wanted, found } })
    }
    this.#remember(key, blob)
  }

  /** The digest of an open blob; callers that ask at once for the same bytes share one reading. */
  async #hashOnce(key: string, kind: Part, blob: StoredBlob): Promise<string> {
    const flight = `${key} ${blob.stamp}`
    const running = this.#hashing.get(flight) ?? this.#hash(key, kind, blob)
    this.#hashing.set(flight, running)
    try {
      return await running
    } finally {
      this.#hashing.delete(flight)
    }
  }

  async #hash(key: string, kind: Part, blob: StoredBlob): Promise<string> {
    if (kind === 'mod') return hashGoMod(await content(key, blob))
    if (kind === 'info' || blob.location === undefined) return sha256Of(readChunks(blob))
    const { sha256 } = await this.#zipCheck.sha256(blob.location)
    const now: BlobStat | undefined = await this.#store.stat(key)
    // The worker thread opened the file by its name: only while the stamp is still ours was it this blob that it read.
    return now?.stamp === blob.stamp ? sha256 : sha256Of(readChunks(blob))
  }

  #remember(key: string, blob: BlobStat): void {
    this.#stamps.delete(key)
    this.#stamps.set(key, blob.stamp)
    const oldest = this.#stamps.keys().next()
    if (this.#stamps.size > MAX_REMEMBERED && !oldest.done) this.#stamps.delete(oldest.value)
  }
}

/** All bytes of a small blob. Throws `too-large`. */
async function content(key: string, blob: StoredBlob): Promise<Uint8Array> {
  if (blob.size > MAX_SMALL_BYTES) throw new GoferryError('too-large', { subject: key })
  return readWhole(blob)
}
