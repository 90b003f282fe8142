import { GoferryError } from '../../core/errors.ts'
import { checkFolder, checkKey, isElement } from '../../core/tree/check-key.ts'
import type { BlobStat, Staged, Store, StoredBlob } from '../../ports/store.ts'
import { S3Blob } from './s3-blob.ts'
import type { S3Bucket } from './s3-bucket.ts'
import { type Content, FileContent, hasBytes, memoryContent } from './s3-content.ts'
import type { S3Object } from './s3-object.ts'

/** What one request may bring, as S3 has it. */
const largestObject = 5 * 2 ** 30

/** More is not sent before it was asked whether something lies there. */
const mostInVain = 1 << 20

/**
 * The store as objects: name = key below the prefix of the bucket. An immutable key is made by one conditional PUT,
 * which is all or nothing and leaves what is there; what is there already is then compared byte by byte, for a hash in
 * its metadata would be no more than somebody's word. Bytes are staged on this machine and travel at `put`.
 *
 * A `replace` that failed may still take effect after a later one: it is for keys with one writer, who repeats it.
 */
export class S3Store implements Store {
  readonly #bucket: S3Bucket
  readonly #staging: Pick<Store, 'stage' | 'sweep'>

  /** `staging`: a store of this machine, in whose private place bytes wait for their key. */
  constructor(bucket: S3Bucket, staging: Pick<Store, 'stage' | 'sweep'>) {
    this.#bucket = bucket
    this.#staging = staging
  }

  stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, limitBytes: number): Promise<Staged> {
    return this.#staging.stage(source, limitBytes)
  }

  async put(key: string, content: Staged | Uint8Array): Promise<'written' | 'same'> {
    checkKey(key)
    if (content instanceof Uint8Array) return this.#create(key, memoryContent(content))
    const outcome = await this.#createStaged(key, content)
    await content.discard()
    return outcome
  }

  async replace(key: string, content: Uint8Array): Promise<void> {
    checkKey(key)
    await this.#bucket.write(key, memoryContent(content))
  }

  async open(key: string): Promise<StoredBlob | undefined> {
    checkKey(key)
    return S3Blob.open(this.#bucket, key)
  }

  async read(key: string, limitBytes: number): Promise<Uint8Array | undefined> {
    checkKey(key)
    const object = await this.#bucket.get(key)
    if (object === undefined) return undefined
    if (object.size <= limitBytes) return object.bytes()
    object.drop()
    throw new GoferryError('too-large', { subject: key, reason: 'store-over-limit', params: { limit: limitBytes } })
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    checkKey(key)
    return this.#bucket.stat(key)
  }

  async list(prefix: string): Promise<string[]> {
    checkFolder(prefix)
    const names = await this.#bucket.list(prefix)
    return names.filter(name => isElement(name.replace(/\/$/, '')))
  }

  /** Through this machine: a copy within the store would replace what lies at `to`. */
  async move(from: string, to: string): Promise<void> {
    checkKey(from)
    checkKey(to)
    const object = await this.#bucket.get(from)
    if (object !== undefined) {
      const staged = await this.stage(object.chunks(), object.size)
      try {
        await this.#createStaged(to, staged)
      } finally {
        await staged.discard()
      }
    } else if ((await this.stat(to)) === undefined) throw new GoferryError('absent', { subject: from })
    await this.remove(from)
  }

  async remove(key: string): Promise<void> {
    checkKey(key)
    await this.#bucket.remove(key)
  }

  sweep(): Promise<void> {
    return this.#staging.sweep()
  }

  async #createStaged(key: string, staged: Staged): Promise<'written' | 'same'> {
    await using content = await FileContent.open(key, staged)
    return await this.#create(key, content)
  }

  async #create(key: string, content: Content): Promise<'written' | 'same'> {
    if (content.size > largestObject) {
      const params = { limit: largestObject }
      throw new GoferryError('too-large', { subject: key, reason: 'store-over-limit', params })
    }
    // A store that refuses what is being sent cuts the connection, and then nothing is known.
    const isThere = content.size > mostInVain && (await this.#bucket.stat(key)) !== undefined
    if (!isThere && (await this.#bucket.create(key, content)) === 'written') return 'written'
    const there = await this.#bucket.get(key)
    if (there === undefined) throw new GoferryError('io-failed', { subject: key, reason: 's3-changed' })
    if (await isSame(content, there)) return 'same'
    throw new GoferryError('store-conflict', { subject: key })
  }
}

async function isSame(content: Content, there: S3Object): Promise<boolean> {
  if (there.size === content.size) return hasBytes(content, there.chunks())
  there.drop()
  return false
}
