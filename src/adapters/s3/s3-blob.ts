import { GoferryError } from '../../core/errors.ts'
import type { StoredBlob } from '../../ports/store.ts'
import type { S3Bucket } from './s3-bucket.ts'
import type { S3Object } from './s3-object.ts'

/** Objects up to this size are taken into memory as they are opened; derived ones, which can change, are smaller. */
const wholeBytes = 1 << 20

/**
 * An open object. A small one is in memory: what becomes of it in the store is no more to it. A larger one is read in
 * parts that each must be of the object that was opened: a reader never gets a mixture, but `store-damaged`.
 */
export class S3Blob implements StoredBlob {
  readonly location = undefined
  readonly size: number
  readonly stamp: string
  readonly #bucket: S3Bucket
  readonly #name: string
  readonly #etag: string
  readonly #whole: Uint8Array | undefined

  private constructor(bucket: S3Bucket, name: string, object: S3Object, whole: Uint8Array | undefined) {
    this.#bucket = bucket
    this.#name = name
    this.#etag = object.etag
    this.#whole = whole
    this.size = object.size
    this.stamp = object.stamp
  }

  /** Opens the object `name`, or gives undefined where there is none. */
  static async open(bucket: S3Bucket, name: string): Promise<S3Blob | undefined> {
    const object = await bucket.get(name)
    if (object === undefined) return undefined
    if (object.size <= wholeBytes) return new S3Blob(bucket, name, object, await object.bytes())
    object.drop()
    return new S3Blob(bucket, name, object, undefined)
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    const to = Math.min(this.size, position + buffer.length)
    if (to <= position) return 0
    const part = await this.#part(position, to)
    buffer.set(part)
    return part.length
  }

  /** Nothing is held open. */
  async close(): Promise<void> {
    await Promise.resolve()
  }

  /** Only a request could tell. */
  isCurrent(): boolean {
    return false
  }

  async #part(from: number, to: number): Promise<Uint8Array> {
    if (this.#whole !== undefined) return this.#whole.subarray(from, to)
    const object = await this.#bucket.get(this.#name, { from, to, etag: this.#etag })
    if (object === undefined) throw new GoferryError('store-damaged', { subject: this.#name, reason: 's3-changed' })
    if (object.size === to - from) return object.bytes()
    // A store, or what stands before it, that knows no ranges.
    object.drop()
    throw new GoferryError('io-failed', { subject: this.#name, reason: 's3-no-ranges' })
  }
}
