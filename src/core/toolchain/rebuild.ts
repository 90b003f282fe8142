import { createHash } from 'node:crypto'
import { fromUtf8 } from '../bytes.ts'
import { type FileDigest, hashFiles } from '../dirhash/dirhash.ts'
import { tarEnd, tarHeader, tarPadding } from '../tar/write-tar.ts'
import type { ByteSource } from '../zip/byte-source.ts'
import { readDirectory, type ZipMember } from '../zip/central-directory.ts'
import { findDirectory } from '../zip/end-record.ts'
import { gathered } from '../zip/gathered.ts'
import { gzip } from '../zip/gzip.ts'
import { readMember } from '../zip/members.ts'
import { checkModuleFiles } from '../zip/module-files.ts'
import { writePlainZip } from '../zip/write-plain-zip.ts'
import { archiveRoot, compareNames, modeOf, nameInArchive, timeOfRelease } from './archive-form.ts'
import { type Toolchain, toolchainModule } from './toolchain.ts'

/** A file of the archive that is made. */
export interface ArchiveFile {
  /** Below the root of the archive: `bin/go`. */
  readonly name: string
  readonly size: number
  /** Permissions. */
  readonly mode: number
  read(): AsyncIterable<Uint8Array>
}

/** The larger part of this many bytes of VERSION says nothing to us. */
const maxVersionBytes = 1 << 16

/**
 * The archive of `toolchain` in the form of the download site, made from the module zip `source`: names and modes
 * restored, sorted, of one time and no owner, so that the same files give the same bytes (from one version of zlib).
 * Memory grows with the number of files alone. When all bytes are given, `hashed` is told the `h1:` of what was read:
 * it must be that of the record. Throws `bad-zip` and `too-large`, and what `source` throws.
 */
export async function* rebuildArchive(
  source: ByteSource,
  toolchain: Toolchain,
  hashed: (h1: string) => void,
): AsyncGenerator<Uint8Array> {
  const module = toolchainModule(toolchain)
  const subject = `${module.path}@${module.version}`
  const span = findDirectory(source, subject)
  const members = readDirectory(source, span, subject)
  checkModuleFiles(members, subject)
  const digests: FileDigest[] = []
  const files: ArchiveFile[] = members.map((member, i) => {
    const name = nameInArchive(member.name.slice(subject.length + 1))
    const end = members[i + 1]?.offset ?? span.offset
    const read = () => digesting(readMember(source, member, end, subject), member.name, digests)
    return { name, size: member.size, mode: modeOf(name), read }
  })
  files.sort((a, b) => compareNames(a.name, b.name))
  const time = timeOfRelease(await versionText(source, members, span.offset, subject))
  if (toolchain.os === 'windows')
    yield* writePlainZip(
      files.map(file => ({ ...file, name: `${archiveRoot}/${file.name}` })),
      time,
    )
  else yield* gzip(gathered(tarOf(files, time)))
  hashed(hashFiles(digests))
}

/** Each folder has an entry before what lies in it: some programs expect that. */
async function* tarOf(files: readonly ArchiveFile[], time: number): AsyncGenerator<Uint8Array> {
  const folders = new Set<string>()
  for (const { name, size, mode, read } of files) {
    const path = `${archiveRoot}/${name}`
    for (const folder of foldersOf(path)) {
      if (folders.has(folder)) continue
      folders.add(folder)
      yield tarHeader({ name: folder, mode: 0o755, size: 0, time })
    }
    yield tarHeader({ name: path, mode, size, time })
    yield* read()
    yield tarPadding(size)
  }
  yield tarEnd()
}

/** `go/`, `go/bin/` of `go/bin/go`. */
function foldersOf(path: string): string[] {
  const elements = path.split('/').slice(0, -1)
  return elements.map((_, i) => `${elements.slice(0, i + 1).join('/')}/`)
}

async function* digesting(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
  digests: FileDigest[],
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const piece of pieces) {
    hash.update(piece)
    yield piece
  }
  digests.push({ name, sha256: hash.digest() })
}

async function versionText(
  source: ByteSource,
  members: readonly ZipMember[],
  end: number,
  subject: string,
): Promise<string> {
  const at = members.findIndex(({ name }) => name === `${subject}/VERSION`)
  const member = members[at]
  if (member === undefined || member.size > maxVersionBytes) return ''
  const pieces: Uint8Array[] = []
  for await (const piece of readMember(source, member, members[at + 1]?.offset ?? end, subject)) pieces.push(piece)
  return fromUtf8(Buffer.concat(pieces)) ?? ''
}

/** What names the way in which archives are made here: another one may give other bytes from the same files. */
export function recipeOf(zlibVersion: string): string {
  return `1/zlib-${zlibVersion}`
}
