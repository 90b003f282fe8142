import type { S3 } from '@aws-sdk/client-s3'
import { utf8 } from '../../core/bytes.ts'
import { GoferryError } from '../../core/errors.ts'
import type { BlobStat } from '../../ports/store.ts'
import type { S3Address } from './s3-address.ts'
import { openS3, patience, usualAnswerMs } from './s3-client.ts'
import { type Content, memoryContent } from './s3-content.ts'
import { isAbsent, isRace, isRefusedCondition, s3Error } from './s3-error.ts'
import { S3Object, statOf } from './s3-object.ts'

/** Names and values that are kept with an object; names in lower case. */
type Metadata = Record<string, string>

/** A part of an object that must be the one whose ETag is given. */
interface Part {
  readonly from: number
  /** The first byte that is not in it. */
  readonly to: number
  readonly etag: string
}

/** Where a bucket shows that it heeds conditions: outside of all keys. */
const probeName = 'run/conditions'

/** A store that finds two conditional requests at once asks for one of them again. */
const mostRaces = 8

/**
 * The objects of one address by their names below its prefix. The store must answer reads and lists with what was
 * written last, and heed `If-None-Match: *`. Throws `io-failed`, `no-space`, `bad-file-path`; each request is bounded
 * in time and tried at most three times, so one that failed may have taken effect, and may even do so later.
 */
export class S3Bucket {
  readonly #address: S3Address
  readonly #answerMs: number
  #client: Promise<S3> | undefined
  #heeding: Promise<void> | undefined

  /** `answerMs`: how long an answer is waited for. */
  constructor(address: S3Address, answerMs = usualAnswerMs) {
    this.#address = address
    this.#answerMs = answerMs
  }

  /** Makes the object `name` if there is none yet. */
  async create(name: string, content: Content, metadata: Metadata = {}): Promise<'written' | 'taken'> {
    await this.#heedsConditions()
    return this.#create(name, content, metadata)
  }

  /** Makes or replaces the object `name`. */
  async write(name: string, content: Content): Promise<void> {
    await this.#run(name, s3 => s3.putObject(this.#upload(name, content), this.#patience(content)))
  }

  /**
   * The object `name`, or a part of it; undefined where there is none. Throws `store-damaged` for a part of what is
   * another object by now.
   */
  async get(name: string, part?: Part): Promise<S3Object | undefined> {
    const range = part && { Range: `bytes=${part.from}-${part.to - 1}`, IfMatch: part.etag }
    try {
      const answer = await this.#run(name, s3 => s3.getObject({ ...this.#at(name), ...range }), isDecided)
      return new S3Object(answer, error => s3Error(name, this.#address, error))
    } catch (error) {
      if (isAbsent(error)) return undefined
      if (isRefusedCondition(error)) throw new GoferryError('store-damaged', { subject: name, reason: 's3-changed' })
      throw error
    }
  }

  /** What `get` would give, without its bytes. */
  async stat(name: string): Promise<BlobStat | undefined> {
    try {
      return statOf(await this.#run(name, s3 => s3.headObject(this.#at(name)), isDecided))
    } catch (error) {
      if (!isAbsent(error)) throw error
      // The answer to HEAD does not say what is missing.
      await this.#run(name, s3 => s3.headBucket({ Bucket: this.#address.bucket }))
      return undefined
    }
  }

  /** The names below `folder`, in the order of their bytes, folders with a trailing `/`: those after `after` alone. */
  async list(folder: string, after?: string): Promise<string[]> {
    const Prefix = `${this.#address.prefix}${folder}/`
    const StartAfter = after === undefined ? undefined : `${Prefix}${after}`
    const names: string[] = []
    for (let ContinuationToken: string | undefined; ; ) {
      const query = { Bucket: this.#address.bucket, Prefix, Delimiter: '/', StartAfter, ContinuationToken }
      const page = await this.#run(folder, s3 => s3.listObjectsV2(query))
      const found = [
        ...(page.Contents ?? []).map(one => one.Key ?? ''),
        ...(page.CommonPrefixes ?? []).map(one => one.Prefix ?? ''),
      ]
      names.push(...found.map(name => name.slice(Prefix.length)).filter(name => name !== ''))
      ContinuationToken = page.NextContinuationToken
      if (!page.IsTruncated || ContinuationToken === undefined) return names.sort()
    }
  }

  /** Removes the object `name`; nothing happens where there is none. */
  async remove(name: string): Promise<void> {
    await this.#run(name, s3 => s3.deleteObject(this.#at(name)))
  }

  async #create(name: string, content: Content, Metadata: Metadata): Promise<'written' | 'taken'> {
    const put = (s3: S3) =>
      s3.putObject({ ...this.#upload(name, content), IfNoneMatch: '*', Metadata }, this.#patience(content))
    for (let races = 0; ; races++) {
      try {
        await this.#run(name, put, isDecided)
        return 'written'
      } catch (error) {
        if (isRefusedCondition(error)) return 'taken'
        if (!isRace(error) || races === mostRaces) throw s3Error(name, this.#address, error)
      }
    }
  }

  /** Found out once: a store that passes conditions over would let the second of two writers win, without a word. */
  async #heedsConditions(): Promise<void> {
    this.#heeding ??= this.#probe()
    try {
      await this.#heeding
    } catch (error) {
      this.#heeding = undefined
      throw error
    }
  }

  async #probe(): Promise<void> {
    const content = memoryContent(utf8('An object that goferry makes and that nothing may replace.\n'))
    for (let tries = 0; tries < 2; tries++) if ((await this.#create(probeName, content, {})) === 'taken') return
    const { endpoint } = this.#address
    throw new GoferryError('io-failed', { subject: probeName, reason: 's3-no-conditions', params: { endpoint } })
  }

  #at(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.#address.bucket, Key: `${this.#address.prefix}${name}` }
  }

  #patience({ size }: Content) {
    return patience(this.#answerMs, size)
  }

  #upload(name: string, content: Content) {
    const { size: ContentLength, sha256: ChecksumSHA256 } = content
    return { ...this.#at(name), Body: content.body(), ContentLength, ChecksumSHA256 }
  }

  /** Errors that are `answers` go up as they are. */
  async #run<T>(name: string, ask: (s3: S3) => Promise<T>, answers = (_: unknown) => false): Promise<T> {
    this.#client ??= openS3(this.#address, this.#answerMs)
    const s3 = await this.#client
    try {
      return await ask(s3)
    } catch (error) {
      throw answers(error) ? error : s3Error(name, this.#address, error)
    }
  }
}

/** Answers that say how things stand, and no failures. */
function isDecided(error: unknown): boolean {
  return isAbsent(error) || isRefusedCondition(error) || isRace(error)
}
