import { crc32 } from 'node:zlib'
import { utf8 } from '../bytes.ts'
import { deflate } from './deflate.ts'
import { centralHeader, descriptor, endRecords, localHeader, type Written } from './zip-records.ts'

/** A file to be put into a zip under its own name. */
export interface PlainFile {
  /** Its whole name. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** Permissions. */
  readonly mode: number
  /** Its bytes: `size` of them. A piece may be reused once the next is asked for. */
  read(): AsyncIterable<Uint8Array>
}

/**
 * A zip of `files`, in their order, each deflated, with its mode and all of one `time` (seconds since 1970), so that
 * the same files give the same bytes (from one version of zlib). Less than 4 GiB. Throws what `read` throws.
 */
export async function* writePlainZip(files: Iterable<PlainFile>, time: number): AsyncGenerator<Uint8Array> {
  const members: Written[] = []
  const modified = dosTime(time)
  let at = 0
  const counted = (piece: Uint8Array) => {
    at += piece.length
    return piece
  }
  for (const file of files) {
    const name = utf8(file.name)
    const offset = at
    yield counted(localHeader(name, modified))
    const start = at
    let crc = 0
    const passing = (async function* () {
      for await (const piece of file.read()) {
        crc = crc32(piece, crc)
        yield piece
      }
    })()
    for await (const piece of deflate(passing, file.size)) yield counted(piece)
    const member = { name, offset, crc, packedSize: at - start, size: file.size, modified, mode: file.mode }
    yield counted(descriptor(member))
    members.push(member)
  }
  const start = at
  for (const member of members) yield counted(centralHeader(member))
  yield counted(endRecords(members.length, start, at - start))
}

/** Date and time as a zip has them: from 1980 on, in steps of two seconds. */
function dosTime(seconds: number): number {
  const time = new Date(Math.max(seconds, Date.UTC(1980, 0, 1) / 1000) * 1000)
  const date = ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate()
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1)
  return ((date << 16) | clock) >>> 0
}
