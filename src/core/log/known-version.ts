import type { RecordHashes } from '../sumdb/record-hashes.ts'
import type { ArchiveEntry, InfoEntry, ZipEntry } from './entry.ts'
import { formatTime } from './entry-values.ts'

/** What a log says of one version, put together from its entries. An `id` is the number of an entry. */
export interface KnownVersion {
  readonly record: { readonly id: number; readonly h1Zip: string; readonly h1Mod: string }
  readonly info: { readonly id: number; readonly sha256: string } | undefined
  /** Of the newest `zip` entry: see `LogState.apply`. */
  readonly zip: KnownZip | undefined
  /** The archive of a toolchain, where there is one: see `LogState.apply`. */
  readonly archive?: KnownArchive
  /** Why the version is withdrawn; undefined where it is not. */
  readonly recalled: string | undefined
}

/** The zip file that a log names for a version. */
export interface KnownZip extends Omit<ZipEntry, 'kind' | 'path' | 'version'> {
  readonly id: number
}

/** The archive that a log names for a toolchain. */
export interface KnownArchive extends Omit<ArchiveEntry, 'kind' | 'path' | 'version'> {
  readonly id: number
}

/** A zip entry with its hash packed, and the time in seconds since 1970. */
interface PackedZip {
  readonly id: number
  readonly size: number
  readonly sha256: string
  readonly at: number
  readonly from: string
  readonly unlisted: string | undefined
}

/**
 * One version in the memory of `LogState`, of which there can be millions: the 32 bytes of a hash as 32 Latin-1
 * characters (a byte each in V8) instead of 47 or 64, and only strings that keep no longer string alive.
 */
export class PackedVersion {
  readonly #recordId: number
  readonly #h1: string
  #infoId = 0
  #infoSha256 = ''
  #zip: PackedZip | undefined
  /** Few versions have one: it is kept as it is. */
  #archive: KnownArchive | undefined
  #recalled: string | undefined

  /** From the record of the version, entry `id`. */
  constructor(id: number, sum: RecordHashes) {
    this.#recordId = id
    this.#h1 = packH1(sum)
  }

  /** Whether a record with these hashes says nothing new. */
  hasHashes(sum: RecordHashes): boolean {
    return this.#h1 === packH1(sum)
  }

  /** Whether an info entry contradicts the one that is known. */
  hasOtherInfo(entry: InfoEntry): boolean {
    return this.#infoSha256 !== '' && this.#infoSha256 !== pack(entry.sha256, 'hex')
  }

  /** Takes the first info entry; the same again changes nothing. */
  setInfo(id: number, { sha256 }: InfoEntry): void {
    if (this.#infoSha256 !== '') return
    this.#infoId = id
    this.#infoSha256 = pack(sha256, 'hex')
  }

  /** Takes the newest zip entry. `from` is one of few strings: the caller passes a shared one. */
  setZip(id: number, { size, sha256, at, unlisted }: ZipEntry, from: string): void {
    this.#zip = {
      id,
      size,
      sha256: pack(sha256, 'hex'),
      at: Date.parse(at) / 1000,
      from,
      unlisted: unlisted === undefined ? undefined : detach(unlisted),
    }
  }

  /** Whether an archive may not take the place of the one that is known: the publisher's own is replaced by none. */
  hasOtherArchive({ sha256 }: ArchiveEntry): boolean {
    return this.#archive !== undefined && this.#archive.recipe === undefined && this.#archive.sha256 !== sha256
  }

  /** Takes the newest archive entry; the publisher's own again changes nothing. */
  setArchive(id: number, { sha256, size, at, from, recipe }: ArchiveEntry): void {
    if (this.#archive !== undefined && this.#archive.recipe === undefined) return
    const made = recipe === undefined ? {} : { recipe: detach(recipe) }
    this.#archive = { id, sha256: detach(sha256), size, at: detach(at), from: detach(from), ...made }
  }

  /** Takes the reason of a recall, or undefined when the version is allowed again. */
  setRecalled(reason: string | undefined): void {
    this.#recalled = reason === undefined ? undefined : detach(reason)
  }

  /** Whether record, info and zip are all known (design §2). A recall does not change it. */
  get complete(): boolean {
    return this.#infoSha256 !== '' && this.#zip !== undefined
  }

  /** All of it, in the form for use. */
  unpack(): KnownVersion {
    return {
      record: {
        id: this.#recordId,
        h1Zip: `h1:${unpack(this.#h1.slice(0, 32), 'base64')}`,
        h1Mod: `h1:${unpack(this.#h1.slice(32), 'base64')}`,
      },
      info: this.#infoSha256 === '' ? undefined : { id: this.#infoId, sha256: unpack(this.#infoSha256, 'hex') },
      zip: this.#zip && unpackZip(this.#zip),
      ...(this.#archive && { archive: this.#archive }),
      recalled: this.#recalled,
    }
  }
}

/** A copy of `text` that shares no memory with the leaf that it was cut from. */
export function detach(text: string): string {
  return Buffer.from(text).toString()
}

function unpackZip({ id, size, sha256, at, from, unlisted }: PackedZip): KnownZip {
  const time = formatTime(at * 1000)
  const known = { id, size, sha256: unpack(sha256, 'hex'), at: time, from }
  return unlisted === undefined ? known : { ...known, unlisted }
}

/** Both hashes in one string: 64 characters. */
function packH1({ h1Zip, h1Mod }: RecordHashes): string {
  return Buffer.concat([h1Zip, h1Mod].map(h1 => Buffer.from(h1.slice(3), 'base64'))).toString('latin1')
}

function pack(hash: string, encoding: 'hex' | 'base64'): string {
  return Buffer.from(hash, encoding).toString('latin1')
}

function unpack(packed: string, encoding: 'hex' | 'base64'): string {
  return Buffer.from(packed, 'latin1').toString(encoding)
}
