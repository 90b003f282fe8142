import { hashGoMod } from '../../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import type { Verifier } from '../../../core/note/key.ts'
import { parseLayout, parseProofs, preambleLimit } from '../../../core/proofs/format-proofs.ts'
import { ProofsCheck } from '../../../core/proofs/proofs-check.ts'
import { hashSize } from '../../../core/tlog/hash.ts'
import { archiveName } from '../../../core/toolchain/archive-name.ts'
import { inspectArchive } from '../../../core/toolchain/inspect-archive.ts'
import { toolchainOf, toolchainPath } from '../../../core/toolchain/toolchain.ts'
import type { ByteSource } from '../../../core/zip/byte-source.ts'
import { inspectZip } from '../../../core/zip/inspect-zip.ts'
import type { Unrecorded } from './check-hashes.ts'

/** What the zip of `module` holds, by the rules of module zips. Throws as `inspectZip`. */
export async function hashesOfZip(source: ByteSource, module: ModuleVersion): Promise<Unrecorded> {
  const { h1, goMod } = await inspectZip(source, module)
  return { h1Zip: h1, ...(goMod && { h1Mod: hashGoMod(goMod) }) }
}

/**
 * What an archive holds, by the rules of archives; of Go's own nothing: their files are more than those of the
 * module, and their record says nothing of them. Throws `bad-version`, and as `inspectArchive`.
 */
export async function hashesOfArchive(source: ByteSource, module: ModuleVersion): Promise<Unrecorded> {
  const toolchain = toolchainOf(module.version)
  const subject = `${module.path}@${module.version}`
  if (toolchain === undefined) throw new GoferryError('bad-version', { subject, reason: 'toolchain.none' })
  const { h1 } = await inspectArchive(source, archiveName(toolchain), module)
  return module.path === toolchainPath ? {} : { h1Zip: h1 }
}

/**
 * Checks recorded proofs: all under one head that `database` signed, record by record and tile by tile. Throws
 * `bad-proof`, `bad-note`, `bad-tile`, `log-fork`.
 */
export function checkProofs(source: ByteSource, database: readonly Verifier[]): void {
  const { preamble, heads, records, tiles } = parseLayout(source.read(0, Math.min(preambleLimit, source.size)))
  let at = preamble + heads + records
  if (source.size !== at + tiles) throw new GoferryError('bad-proof', { subject: 'proofs', reason: 'proofs-form' })
  const check = new ProofsCheck(parseProofs(source.read(0, at), database))
  for (const { width } of check.tiles) {
    check.take(source.read(at, width * hashSize))
    at += width * hashSize
  }
  check.finish()
}
