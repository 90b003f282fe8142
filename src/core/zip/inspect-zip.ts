import { type FileDigest, hashFiles } from '../dirhash/dirhash.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { checkVersion } from '../module/version.ts'
import { tooLarge } from './bad-zip.ts'
import type { ByteSource } from './byte-source.ts'
import { readDirectory } from './central-directory.ts'
import { findDirectory } from './end-record.ts'
import { maxZipBytes } from './limits.ts'
import { readMembers } from './members.ts'
import { checkModuleFiles } from './module-files.ts'

/** What a module's zip holds. */
export interface ZipContents {
  /** The hash that go.sum and the checksum database record for the zip. */
  readonly h1: string
  /** The bytes of the root's go.mod, where there is one. */
  readonly goMod: Uint8Array | undefined
  /** Number of files. */
  readonly files: number
  /** Bytes of all files together. */
  readonly unpackedBytes: number
}

/**
 * Checks the zip of `module` and hashes it, reading each byte once. It takes what Go's x/mod zip: CheckZip and
 * archive/zip take, less every zip that another reader could see in another way or that has bytes which no member
 * accounts for. Memory stays bounded whatever the zip says. Throws `bad-module-path` or `bad-version` for the module's
 * own name, `bad-zip` and `too-large` about `path@version`, and what `source` throws.
 */
export async function inspectZip(source: ByteSource, module: ModuleVersion): Promise<ZipContents> {
  checkVersion(module.path, module.version)
  const subject = `${module.path}@${module.version}`
  if (source.size > maxZipBytes) throw tooLarge(subject, 'zip.packed-limit', maxZipBytes)
  const span = findDirectory(source, subject)
  const entries = readDirectory(source, span, subject)
  checkModuleFiles(entries, subject)

  const goModName = `${subject}/go.mod`
  const walk = { entries, end: span.offset, keep: (name: string) => name === goModName }
  const digests: FileDigest[] = []
  let goMod: Uint8Array | undefined
  for await (const { name, sha256, bytes } of readMembers(source, walk, subject)) {
    digests.push({ name, sha256 })
    goMod ??= bytes
  }
  const unpackedBytes = entries.reduce((sum, entry) => sum + entry.size, 0)
  return { h1: hashFiles(digests), goMod, files: entries.length, unpackedBytes }
}
