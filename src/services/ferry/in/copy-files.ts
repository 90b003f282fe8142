import { createHash } from 'node:crypto'
import { toWire } from '../../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import type { BundleFile } from '../../../core/ferry/bundle-header.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readChunks } from '../../../ports/read-whole.ts'
import type { Watch } from '../../../ports/watch.ts'
import type { BroughtFile } from './find-headers.ts'

/** What was brought, and what is known of it by now: no byte of a disc is read twice without need. */
export class Brought {
  readonly files: readonly BroughtFile[]
  /** SHA-256 of each file that was read to its end. */
  readonly digests = new Map<BroughtFile, string>()
  /** What a disc did not give. */
  readonly unreadable = new Set<BroughtFile>()

  constructor(files: readonly BroughtFile[]) {
    this.files = files
  }
}

/** Copies wanted files out of what was brought into the folder of an import. */
export class CopyFiles {
  readonly #brought: Brought
  readonly #into: FlatFolder
  readonly #watch: Watch
  readonly #copied: () => void
  readonly #total: { done: number; total: number; bytes: number; totalBytes: number }

  /** `copied` hears of each file that is there, durable. */
  constructor(brought: Brought, into: FlatFolder, watch: Watch, copied: () => void) {
    this.#brought = brought
    this.#into = into
    this.#watch = watch
    this.#copied = copied
    this.#total = { done: 0, total: 0, bytes: 0, totalBytes: 0 }
  }

  /**
   * Copies what can be found of `wanted`, by size and SHA-256: names are only where to look first, for a file gate may
   * have changed them. What has other bytes, or cannot be read, is told and passed over. Ends when `limit` are copied.
   * Gives what it did not find. Throws `no-space`, `io-failed` of the folder that is written to, `interrupted`.
   */
  async take(wanted: readonly BundleFile[], limit = wanted.length): Promise<BundleFile[]> {
    const missing = new Map(wanted.map(file => [file.name, file]))
    const isEnough = () => wanted.length - missing.size >= limit
    this.#total.total += limit
    this.#total.totalBytes += wanted.slice(0, limit).reduce((sum, { size }) => sum + size, 0)
    const hinted = this.#brought.files.map(file => ({ file, named: missing.get(file.name.toLowerCase()) }))
    for (const { file, named } of hinted)
      if (!isEnough() && named?.size === file.size) await this.#try(file, named, missing)
    for (const { file } of hinted) if (!isEnough()) await this.#tryAny(file, missing)
    for (const { file, named } of hinted) if (named !== undefined) await this.#tellDamage(file, missing)
    return [...missing.values()]
  }

  /** Copies `file` as whichever of `missing` it is; one that was not read yet, as the first of its size. */
  async #tryAny(file: BroughtFile, missing: Map<string, BundleFile>): Promise<void> {
    const fits = () => [...missing.values()].filter(({ size }) => size === file.size)
    const [first] = fits()
    if (first === undefined) return
    if (!this.#brought.digests.has(file) && (await this.#try(file, first, missing))) return
    const same = fits().find(({ sha256 }) => sha256 === this.#brought.digests.get(file))
    if (same !== undefined) await this.#try(file, same, missing)
  }

  /** Copies `file` as `wanted` if its bytes are those; whether they were. */
  async #try(file: BroughtFile, wanted: BundleFile, missing: Map<string, BundleFile>): Promise<boolean> {
    const { digests, unreadable } = this.#brought
    const digest = digests.get(file)
    if (!missing.has(wanted.name) || unreadable.has(file) || (digest ?? wanted.sha256) !== wanted.sha256) return false
    let failure: unknown
    const source = async function* (pieces: AsyncIterable<Uint8Array>) {
      try {
        yield* pieces
      } catch (error) {
        failure = error
        throw error
      }
    }
    const before = this.#total.bytes
    try {
      await this.#into.write(wanted.name, source(this.#read(file, wanted)))
    } catch (error) {
      this.#total.bytes = before
      if (error !== failure || isGoferryError(error, 'interrupted')) throw error
      if (!(error instanceof OtherBytes)) await this.#tellUnreadable(file, error)
      return false
    }
    missing.delete(wanted.name)
    this.#total.done++
    this.#copied()
    return true
  }

  /** The bytes of `file`; throws at their end where they are not those of `wanted`. */
  async *#read(file: BroughtFile, wanted: BundleFile): AsyncGenerator<Uint8Array> {
    const blob = await file.folder.open(file.name)
    if (blob === undefined) throw new GoferryError('io-failed', { subject: whereOf(file) })
    try {
      const hash = createHash('sha256')
      let size = 0
      for await (const piece of readChunks(blob)) {
        if (this.#watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
        size += piece.length
        if (size > wanted.size) break
        hash.update(piece)
        this.#total.bytes += piece.length
        this.#watch.progress({ ...this.#total, at: wanted.name })
        yield piece
      }
      const found = hash.digest('hex')
      this.#brought.digests.set(file, found)
      if (size !== wanted.size || found !== wanted.sha256)
        throw new OtherBytes('bundle-damaged', { subject: file.name })
    } finally {
      await blob.close()
    }
  }

  async #tellUnreadable(file: BroughtFile, error: unknown): Promise<void> {
    this.#brought.unreadable.add(file)
    await this.#watch.tell({ subject: whereOf(file), outcome: 'unreadable', error: toWire(error) })
  }

  /** Names a file that is called as one that is missing, and is not it. */
  async #tellDamage(file: BroughtFile, missing: ReadonlyMap<string, BundleFile>): Promise<void> {
    const named = missing.get(file.name.toLowerCase())
    const found = this.#brought.digests.get(file)
    const isOther = (found !== undefined && found !== named?.sha256) || file.size !== named?.size
    if (named === undefined || !isOther || this.#brought.unreadable.has(file)) return
    const params = { size: file.size, expected: named.size }
    const reason = file.size === named.size ? 'bundle.other-bytes' : 'bundle.other-size'
    const error = toWire(new GoferryError('bundle-damaged', { subject: file.name, reason, params }))
    await this.#watch.tell({ subject: whereOf(file), outcome: 'damaged', error })
  }
}

/** A file that was read to its end, and is another one than was wanted. */
class OtherBytes extends GoferryError {}

function whereOf({ folder, name }: BroughtFile): string {
  return `${folder.location}/${name}`
}
