import { type BigIntStats, closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { GoferryError } from '../../core/errors.ts'
import type { BlobStat, StoredBlob } from '../../ports/store.ts'
import { guard, hasCode, nothingThere, unless } from './file-error.ts'

/** A planted link is not followed (ELOOP), a planted pipe does not hold us up (O_NONBLOCK). */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Opens the file at `path`, or gives undefined where there is none.
 * Errors name `key`; `store-damaged` for a link or device.
 */
export async function openBlob(path: string, key: string): Promise<DiskBlob | undefined> {
  return guard(key, async () => {
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

/** As `statBlob`, without leaving the thread. Throws what the system says. */
export function statNow(path: string, key: string): BlobStat | undefined {
  const stats = unlessNow(() => lstatSync(path, { bigint: true, throwIfNoEntry: false }))
  return stats && statOf(stats, key)
}

/**
 * The whole file at `path`, read without leaving the thread; undefined where there is none. Throws `too-large` over
 * `limitBytes`, `store-damaged` for a link or device, and what the system says.
 */
export function readNow(path: string, key: string, limitBytes: number): Uint8Array | undefined {
  const file = unlessNow(() => openSync(path, flags))
  if (file === undefined) return undefined
  try {
    const stats = fstatSync(file)
    if (!isBlob(stats, key)) return undefined
    checkSize(stats, key, limitBytes)
    const bytes = new Uint8Array(stats.size)
    let filled = 0
    while (filled < bytes.length) {
      const read = readSync(file, bytes, filled, bytes.length - filled, filled)
      if (read === 0) break
      filled += read
    }
    return bytes.subarray(0, filled)
  } finally {
    closeSync(file)
  }
}

/** Throws `too-large` where a blob that is to be read whole is over `limitBytes`. */
export function checkSize({ size }: Pick<BlobStat, 'size'>, key: string, limitBytes: number): void {
  if (size > limitBytes)
    throw new GoferryError('too-large', { subject: key, reason: 'store-over-limit', params: { limit: limitBytes } })
}

/** Gives undefined where nothing is there. */
function unlessNow<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (hasCode(error, nothingThere)) return undefined
    throw error
  }
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

function statOf(stats: BigIntStats, key: string): BlobStat | undefined {
  return isBlob(stats, key) ? { size: Number(stats.size), stamp: stampOf(stats) } : undefined
}

/** A folder is no blob; anything else that is no regular file does not belong in the tree: `store-damaged`. */
function isBlob(stats: Stats | BigIntStats, key: string): boolean {
  if (stats.isFile()) return true
  if (stats.isDirectory()) return false
  throw new GoferryError('store-damaged', { subject: key, reason: 'store-not-file' })
}

function stampOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size}-${mtimeNs}-${ctimeNs}-${ino}`
}
