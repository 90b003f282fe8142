import { lstatSync } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import type { BlobStat, StoredBlob } from '../../ports/store.ts'
import { openFlags, stampOf, statOf } from './blob-stat.ts'
import { guard, nothingThere, unless } from './file-error.ts'

/**
 * Opens the file at `path`, or gives undefined where there is none.
 * Errors name `key`; `store-damaged` for a link or device.
 */
export async function openBlob(path: string, key: string): Promise<DiskBlob | undefined> {
  return guard(key, async () => {
    const handle = await unless(nothingThere, open(path, openFlags))
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

/** What a blob needs of its open file: that of Node's promises has it. */
export interface OpenFile {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> | { bytesRead: number }
  close(): Promise<void> | void
}

/** An open file of the tree. */
export class DiskBlob implements StoredBlob {
  readonly location: string
  readonly size: number
  readonly stamp: string
  readonly #file: OpenFile
  readonly #key: string

  constructor(file: OpenFile, location: string, key: string, stat: BlobStat) {
    this.#file = file
    this.#key = key
    this.location = location
    this.size = stat.size
    this.stamp = stat.stamp
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    const { bytesRead } = await guard(this.#key, async () => this.#file.read(buffer, 0, buffer.length, position))
    return bytesRead
  }

  async close(): Promise<void> {
    await guard(this.#key, async () => this.#file.close())
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
