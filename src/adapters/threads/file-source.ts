import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { GoferryError } from '../../core/errors.ts'
import type { ByteSource } from '../../core/zip/byte-source.ts'

/** A local file as a source of bytes, read synchronously: for worker threads only. */
export class FileSource implements ByteSource {
  readonly size: number
  readonly #descriptor: number
  readonly #name: string

  /** Opens `location`. Throws what node:fs throws. */
  constructor(location: string) {
    this.#descriptor = openSync(location, 'r')
    this.#name = basename(location)
    this.size = fstatSync(this.#descriptor).size
  }

  /**
   * See `ByteSource`. Throws what node:fs throws, and `io-failed` where the file has become shorter.
   */
  read(position: number, length: number, into = new Uint8Array(length)): Uint8Array {
    const bytes = into.subarray(0, length)
    for (let done = 0; done < length; ) {
      const read = readSync(this.#descriptor, bytes, done, length - done, position + done)
      if (read === 0) throw new GoferryError('io-failed', { subject: this.#name })
      done += read
    }
    return bytes
  }

  /** Reads into `buffer` from `position`, and gives the part of it that was filled: empty at the end. */
  readInto(buffer: Uint8Array, position: number): Uint8Array {
    return buffer.subarray(0, readSync(this.#descriptor, buffer, 0, buffer.length, position))
  }

  /** Closes the file; the source cannot be read any more. */
  close(): void {
    closeSync(this.#descriptor)
  }
}
