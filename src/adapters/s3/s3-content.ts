import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { sameBytes } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { Staged } from '../../ports/store.ts'

/** Bytes that become an object. */
export interface Content {
  readonly size: number
  /** Base64, for what is sent as a stream: bytes in memory are hashed when they are signed. */
  readonly sha256?: string
  /** All of them, anew for each try. */
  body(): Uint8Array | Readable
  /** Those from `position`, `length` of them or fewer at the end. */
  part(position: number, length: number): Promise<Uint8Array>
}

/** Bytes in memory. */
export function memoryContent(bytes: Uint8Array): Content {
  return {
    size: bytes.length,
    body: () => bytes,
    part: async (position, length) => bytes.subarray(position, position + length),
  }
}

/** A staged file, until it is closed. */
export class FileContent implements Content {
  readonly size: number
  readonly sha256: string
  readonly #handle: FileHandle

  private constructor(handle: FileHandle, { size, sha256 }: Staged) {
    this.#handle = handle
    this.size = size
    this.sha256 = Buffer.from(sha256, 'hex').toString('base64')
  }

  /** Opens what was staged for `key`. Throws `internal` where it was put or discarded. */
  static async open(key: string, staged: Staged): Promise<FileContent> {
    try {
      return new FileContent(await open(staged.location), staged)
    } catch (cause) {
      throw new GoferryError('internal', { subject: key, reason: 'store-used-up', cause })
    }
  }

  body(): Readable {
    return this.#handle.createReadStream({ start: 0, autoClose: false })
  }

  async part(position: number, length: number): Promise<Uint8Array> {
    const { buffer, bytesRead } = await this.#handle.read({ buffer: Buffer.alloc(length), position })
    return buffer.subarray(0, bytesRead)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close()
  }
}

/** Whether `chunks` are the bytes of `content`; leaves them at the first difference. */
export async function hasBytes(content: Content, chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  let at = 0
  for await (const chunk of chunks) {
    if (!sameBytes(chunk, await content.part(at, chunk.length))) return false
    at += chunk.length
  }
  return at === content.size
}
