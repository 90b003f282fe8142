import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { WrittenFile } from '../../ports/flat-folder.ts'

/** Bytes of one write. Two buffers a file, and parity writes some dozens of files at once. */
const bufferBytes = 1 << 19

/** Bytes between two calls to the disk: what is not yet on it is bounded, and the last fsync short. */
const syncBytes = 64 << 20

/** Buffers that are used again: else each small file takes a new one. */
const buffers: Uint8Array[] = []
const keptBuffers = 4

/**
 * Writes one file from its beginning: chunks are gathered, and what is full is written while it is hashed and the next
 * is gathered; the disk is called upon meanwhile too. What fails is thrown by the next call, or the last.
 */
export class WriteBehind {
  readonly #handle: FileHandle
  readonly #hash = createHash('sha256')
  #buffer = takeBuffer()
  #spare = takeBuffer()
  #filled = 0
  #size = 0
  #unsynced = 0
  #writing: Promise<void> = Promise.resolve()
  #syncing: Promise<void> = Promise.resolve()

  /** `handle`: open for writing, and closed by the caller, after `settled`. */
  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /** Takes `chunk`, which may be used again on return. Throws what the system throws, also for chunks before. */
  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + bufferBytes - this.#filled)
      this.#buffer.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === bufferBytes) await this.#flush()
    }
  }

  /** Writes what is left; all is durable on return. Throws what the system throws. */
  async end(): Promise<WrittenFile> {
    await this.#flush()
    await Promise.all([this.#writing, this.#syncing])
    await this.#handle.sync()
    return { size: this.#size, sha256: this.#hash.digest('hex') }
  }

  /** Waits until nothing uses the handle any more, and gives the buffers back. Throws nothing. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#writing, this.#syncing])
    for (const buffer of [this.#buffer, this.#spare]) if (buffers.length < keptBuffers) buffers.push(buffer)
  }

  async #flush(): Promise<void> {
    const full = this.#buffer.subarray(0, this.#filled)
    await this.#writing
    if (this.#unsynced >= syncBytes) await this.#sync()
    this.#writing = this.#handle.writeFile(full)
    // Heard when its turn comes.
    this.#writing.catch(() => undefined)
    this.#hash.update(full)
    this.#size += full.length
    this.#unsynced += full.length
    this.#filled = 0
    ;[this.#buffer, this.#spare] = [this.#spare, this.#buffer]
  }

  /** Begins to bring to the disk what was written, once that is done for what came before it. */
  async #sync(): Promise<void> {
    await this.#syncing
    this.#unsynced = 0
    this.#syncing = this.#handle.datasync()
    this.#syncing.catch(() => undefined)
  }
}

function takeBuffer(): Uint8Array {
  return buffers.pop() ?? new Uint8Array(bufferBytes)
}
