import { createHash } from 'node:crypto'
import { concat } from '../bytes.ts'
import { type FileDigest, hashFiles } from '../dirhash/dirhash.ts'
import { GoferryError, isGoferryError } from '../errors.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { gunzip } from '../tar/gunzip.ts'
import { readTar } from '../tar/read-tar.ts'
import type { ByteSource } from '../zip/byte-source.ts'
import { readDirectory } from '../zip/central-directory.ts'
import { findDirectory } from '../zip/end-record.ts'
import { readMembers } from '../zip/members.ts'
import { archiveRoot, nameInZip } from './archive-form.ts'
import { ArchiveNames } from './archive-names.ts'
import { checkRelease, maxVersionBytes, versionFile } from './check-release.ts'

/** What the archive of a toolchain holds. */
export interface ArchiveContents {
  /** The `h1:` of all its files, as if they were those of the module version: what its record says of a vendor's. */
  readonly h1: string
  /** The `h1:` of the zip that Go makes of these files for the module version. */
  readonly h1Zip: string
  /** Number of files. */
  readonly files: number
  /** Bytes of all files together. */
  readonly unpackedBytes: number
}

/**
 * Checks the archive `name` of the toolchain `module` and hashes its files, reading each byte once: a whole `.tar.gz`
 * or `.zip`, of files and folders below `go/` alone, with a program bin/go, of the release that its name says. Memory
 * stays bounded whatever it says.
 * Throws `bad-archive` and `too-large` about `name`, and what `source` throws.
 */
export async function inspectArchive(
  source: ByteSource,
  name: string,
  module: ModuleVersion,
): Promise<ArchiveContents> {
  const names = new ArchiveNames(name)
  const digests: Digest[] = []
  const digested = name.endsWith('.zip') ? inspectZipFile(source, name, names) : inspectTar(source, name, names)
  try {
    for await (const digest of digested) digests.push(digest)
  } catch (error) {
    throw isGoferryError(error, 'bad-zip') ? asArchive(error) : error
  }
  if (!names.has('bin/go') && !names.has('bin/go.exe'))
    throw new GoferryError('bad-archive', { subject: name, reason: 'archive.no-toolchain' })
  const version = digests.find(({ path }) => path === versionFile)?.bytes
  checkRelease(version, name, module)
  const prefix = `${module.path}@${module.version}/`
  const inZip = digests.flatMap(({ path, sha256 }): FileDigest[] => {
    const file = nameInZip(path)
    return file === undefined ? [] : [{ name: `${prefix}${file}`, sha256 }]
  })
  const all = digests.map(({ path, sha256 }) => ({ name: `${prefix}${path}`, sha256 }))
  return { h1: hashFiles(all), h1Zip: hashFiles(inZip), ...names.total }
}

/** It is no zip of a module that is bad. */
function asArchive(cause: GoferryError): GoferryError {
  const { subject, reason, params } = cause
  return new GoferryError('bad-archive', { subject, params, cause, ...(reason !== undefined && { reason }) })
}

/** A file by its path below `go/`. */
interface Digest {
  readonly path: string
  readonly sha256: Uint8Array
  /** Its content, where it is VERSION and short. */
  readonly bytes?: Uint8Array
}

async function* inspectTar(source: ByteSource, name: string, names: ArchiveNames): AsyncGenerator<Digest> {
  for await (const member of readTar(gunzip(source, name), name)) {
    if (member.isFolder) {
      names.addFolder(member.name)
      continue
    }
    const path = names.addFile(member.name, member.size)
    const hash = createHash('sha256')
    const kept: Uint8Array[] = []
    const isKept = path === versionFile && member.size <= maxVersionBytes
    for await (const piece of member.read()) {
      hash.update(piece)
      if (isKept) kept.push(piece.slice())
    }
    yield { path, sha256: hash.digest(), ...(isKept && { bytes: concat(...kept) }) }
  }
}

/** The strict reader of module zips; its modes say what is a link. */
async function* inspectZipFile(source: ByteSource, name: string, names: ArchiveNames): AsyncGenerator<Digest> {
  const span = findDirectory(source, name)
  const entries = readDirectory(source, span, name)
  const paths = entries.map(entry => {
    const kind = (entry.attributes >>> 16) & 0o170000
    const isFolder = entry.name.endsWith('/')
    const params = { name: entry.name }
    if (kind !== 0 && kind !== (isFolder ? 0o040000 : 0o100000))
      throw new GoferryError('bad-archive', { subject: name, reason: 'archive.irregular', params })
    if (!isFolder && ((entry.attributes >>> 16) & 0o6000) !== 0)
      throw new GoferryError('bad-archive', { subject: name, reason: 'archive.privileged', params })
    if (isFolder) names.addFolder(entry.name)
    return isFolder ? undefined : names.addFile(entry.name, entry.size)
  })
  const isShort = entries.every((entry, i) => paths[i] !== versionFile || entry.size <= maxVersionBytes)
  const keep = (member: string) => isShort && member === `${archiveRoot}/${versionFile}`
  let i = 0
  for await (const { sha256, bytes } of readMembers(source, { entries, end: span.offset, keep }, name)) {
    const path = paths[i++]
    if (path !== undefined) yield { path, sha256, ...(bytes && { bytes }) }
  }
}
