import { Readable } from 'node:stream'
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import type { BlobStat } from '../../ports/store.ts'

/** What a store says of an object before its bytes. */
type Described = Pick<GetObjectCommandOutput, 'ContentLength' | 'ETag' | 'LastModified'>

/** An object whose bytes are on their way: they are read by `chunks`, or given up by `drop`. */
export class S3Object implements BlobStat {
  readonly size: number
  readonly stamp: string
  readonly etag: string
  /** Names in lower case. */
  readonly metadata: Readonly<Record<string, string>>
  readonly #body: unknown
  readonly #failed: (error: unknown) => Error

  /** `failed`: what a lost connection is called. */
  constructor(answer: GetObjectCommandOutput, failed: (error: unknown) => Error) {
    const { size, stamp } = statOf(answer)
    this.size = size
    this.stamp = stamp
    this.etag = answer.ETag ?? ''
    this.metadata = answer.Metadata ?? {}
    this.#body = answer.Body
    this.#failed = failed
  }

  /** The bytes, or those of the range that was asked for; once. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      if (this.#body instanceof Readable) for await (const chunk of this.#body) yield chunk
    } catch (error) {
      throw this.#failed(error)
    }
  }

  /** All bytes of an object that is known to be small; no more than its size. */
  async bytes(): Promise<Uint8Array> {
    const bytes = new Uint8Array(this.size)
    let at = 0
    for await (const chunk of this.chunks()) {
      if (at + chunk.length > this.size) break
      bytes.set(chunk, at)
      at += chunk.length
    }
    if (at === this.size) return bytes
    throw this.#failed(new RangeError('not of the length that was announced'))
  }

  /** The bytes are not wanted: their connection is closed. */
  drop(): void {
    if (this.#body instanceof Readable) this.#body.destroy()
  }
}

/** Size and stamp; the ETag alone would do where stores did not differ in how they make it. */
export function statOf({ ContentLength: size = 0, ETag = '', LastModified }: Described): BlobStat {
  return { size, stamp: `${size}-${ETag}-${LastModified?.getTime() ?? 0}` }
}
