import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { utf8 } from '../bytes.ts'
import type { FileDigest } from '../dirhash/dirhash.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { tooLarge } from './bad-zip.ts'
import { deflate } from './deflate.ts'
import { maxZipBytes } from './limits.ts'
import { centralHeader, descriptor, endRecords, localHeader, type Written } from './zip-records.ts'

/** A file to be put into a zip. */
export interface ZipSource {
  /** Its `/`-separated path below the root of the module. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Its bytes: `size` of them. A piece may be reused once the next is asked for. */
  read(): AsyncIterable<Uint8Array>
}

/**
 * Writes the zip of `module` from `files`, in their order, as Go's x/mod zip: Create does: each member deflated,
 * without times, modes and folders, so that the same files give the same bytes (from one version of zlib). Tells
 * `digested` of each file as its bytes pass. Memory grows with the number of files alone. Throws `too-large` beyond
 * `limitBytes`, and what `read` throws; each file is closed wherever it ends.
 */
export async function* writeZip(
  module: ModuleVersion,
  files: Iterable<ZipSource>,
  digested: (digest: FileDigest) => void,
  limitBytes = maxZipBytes,
): AsyncGenerator<Uint8Array> {
  const subject = `${module.path}@${module.version}`
  const members: Written[] = []
  let at = 0
  const counted = (piece: Uint8Array) => {
    at += piece.length
    if (at > limitBytes) throw tooLarge(subject, 'zip.packed-limit', limitBytes)
    return piece
  }
  for (const file of files) {
    const name = utf8(`${subject}/${file.path}`)
    const offset = at
    yield counted(localHeader(name))
    const content = new Passing(file)
    const start = at
    for await (const piece of deflate(content.pieces(), file.size)) yield counted(piece)
    const member = { name, offset, crc: content.crc, packedSize: at - start, size: content.size }
    yield counted(descriptor(member))
    members.push(member)
    digested({ name: `${subject}/${file.path}`, sha256: content.digest() })
  }
  const start = at
  for (const member of members) yield counted(centralHeader(member))
  yield counted(endRecords(members.length, start, at - start))
}

/** The `h1:` digests of `files`, as `writeZip` tells them, without a zip. Throws what `read` throws. */
export async function digestFiles(module: ModuleVersion, files: Iterable<ZipSource>): Promise<FileDigest[]> {
  const digests: FileDigest[] = []
  for (const file of files) {
    const hash = createHash('sha256')
    for await (const piece of file.read()) hash.update(piece)
    digests.push({ name: `${module.path}@${module.version}/${file.path}`, sha256: hash.digest() })
  }
  return digests
}

/** The bytes of a file, measured as they pass. */
class Passing {
  size = 0
  crc = 0
  readonly #file: ZipSource
  readonly #hash = createHash('sha256')

  constructor(file: ZipSource) {
    this.#file = file
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#file.read()) {
      this.size += piece.length
      this.crc = crc32(piece, this.crc)
      this.#hash.update(piece)
      yield piece
    }
  }

  digest(): Uint8Array {
    return this.#hash.digest()
  }
}
