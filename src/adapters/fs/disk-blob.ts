import { type BigIntStats, constants, lstatSync } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { GoferryError } from '../../core/errors.ts'
import type { BlobStat, StoredBlob } from '../../ports/store.ts'
import { guard, nothingThere, unless } from './file-error.ts'

/**
 * Opens the file at `path`, or gives undefined where there is none.
 * Errors name `key`; `store-damaged` for a link or device.
 */
export async function openBlob(path: string, key: string): Promise<DiskBlob | undefined> {
  return guard(key, async () => {
    // A planted link is not followed (ELOOP), a planted pipe does not hold us up (O_NONBLOCK).
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    const handle = await unless(nothingThere, open(path, flags))
    if (handle === undefined) return undefined
    try {
      const stat = statOf(await handle.stat({ bigint: true }), key)
      if (stat !== undefined) return new DiskBlob(handle, path, key, stat)
    } catch (error) {
      await handle.close()
      throw error
    }
    await handle.close()
    return undefined
  })
}

/** What `openBlob` would give, without opening. */
export async function statBlob(path: string, key: string): Promise<BlobStat | undefined> {
  return guard(key, async () => {
    const stats = await unless(nothingThere, lstat(path, { bigint: true }))
    return stats && statOf(stats, key)
  })
}

/** An open file of the tree. */
export class DiskBlob implements StoredBlob {
  readonly location: string
  readonly size: number
  readonly stamp: string
  readonly #handle: FileHandle
  readonly #key: string

  constructor(handle: FileHandle, location: string, key: string, stat: BlobStat) {
    this.#handle = handle
    this.#key = key
    this.location = location
    this.size = stat.size
    this.stamp = stat.stamp
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    const { bytesRead } = await guard(this.#key, () => this.#handle.read(buffer, 0, buffer.length, position))
    return bytesRead
  }

  async close(): Promise<void> {
    await guard(this.#key, () => this.#handle.close())
  }

  isCurrent(): boolean {
    try {
      const stats = lstatSync(this.location, { bigint: true, throwIfNoEntry: false })
      return stats !== undefined && stampOf(stats) === this.stamp
    } catch {
      // What cannot be looked at is not known to be the same.
      return false
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** A folder is no blob; anything else that is no regular file does not belong in the tree. */
function statOf(stats: BigIntStats, key: string): BlobStat | undefined {
  if (stats.isDirectory()) return undefined
  if (!stats.isFile()) throw new GoferryError('store-damaged', { subject: key, reason: 'store-not-file' })
  return { size: Number(stats.size), stamp: stampOf(stats) }
}

function stampOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size}-${mtimeNs}-${ctimeNs}-${ino}`
}
