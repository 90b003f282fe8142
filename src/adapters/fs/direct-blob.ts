import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import type { BlobStat } from '../../ports/store.ts'
import { checkSize, isBlob, openFlags, statOf } from './blob-stat.ts'
import { DiskBlob, type OpenFile } from './disk-blob.ts'
import { hasCode, nothingThere } from './file-error.ts'

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
  const file = unlessNow(() => openSync(path, openFlags))
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

/** As `openBlob`, without leaving the thread, also where it is read. Throws what the system says. */
export function openNow(path: string, key: string): DiskBlob | undefined {
  const file = unlessNow(() => openSync(path, openFlags))
  if (file === undefined) return undefined
  const opened = new DirectFile(file)
  try {
    const stat = statOf(fstatSync(file, { bigint: true }), key)
    if (stat !== undefined) return new DiskBlob(opened, path, key, stat)
  } catch (error) {
    opened.close()
    throw error
  }
  opened.close()
  return undefined
}

class DirectFile implements OpenFile {
  /** Undefined once it is closed: its number may be another file's by then. */
  #file: number | undefined

  constructor(file: number) {
    this.#file = file
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): { bytesRead: number } {
    return { bytesRead: readSync(this.#file ?? -1, buffer, offset, length, position) }
  }

  close(): void {
    const file = this.#file
    this.#file = undefined
    if (file !== undefined) closeSync(file)
  }
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
