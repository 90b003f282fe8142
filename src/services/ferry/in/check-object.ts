import { createHash } from 'node:crypto'
import { fromUtf8 } from '../../../core/bytes.ts'
import { hashGoMod } from '../../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { NamedObject } from '../../../core/ferry/named-object.ts'
import type { ObjectKind } from '../../../core/ferry/object-frame.ts'
import { parseInfo } from '../../../core/module/info.ts'
import type { Verifier } from '../../../core/note/key.ts'
import { proofsLimit } from '../../../core/proofs/proofs.ts'
import type { RecordHashes } from '../../../core/sumdb/record-hashes.ts'
import type { ByteSource } from '../../../core/zip/byte-source.ts'
import { maxRootFileBytes, maxZipBytes } from '../../../core/zip/limits.ts'
import { checkProofs, hashesOfArchive, hashesOfZip } from './check-contents.ts'
import { against, checkDigest, type Unrecorded } from './check-hashes.ts'

/** The most bytes of an object of each kind. */
const limits: Readonly<Record<ObjectKind, number>> = {
  mod: maxRootFileBytes,
  info: 1 << 20,
  zip: maxZipBytes,
  archive: 1 << 30,
  proofs: proofsLimit,
  certificate: 1 << 16,
}

/**
 * Checks the bytes of an object that the log names: size and digest first; then, by its kind, the rules of an `.info`,
 * of a module's zip and its record, of an archive, of recorded proofs. `record` is that of its version, where the
 * bundle has it; else what is to be held against it is given. Throws what says why it is refused.
 */
export async function checkObject(
  { kind, digest, size, module }: NamedObject,
  source: ByteSource,
  record: RecordHashes | undefined,
  database: readonly Verifier[],
): Promise<Unrecorded | undefined> {
  checkSize(kind, source.size, size)
  if (kind === 'mod') {
    checkDigest(hashGoMod(source.read(0, source.size)), digest)
    return undefined
  }
  checkDigest(sha256Of(source), digest)
  if (kind === 'proofs') checkProofs(source, database)
  if (module === undefined) return undefined
  if (kind === 'info') parseInfo(module, source.read(0, source.size))
  if (kind === 'zip') return against(record, await hashesOfZip(source, module))
  if (kind === 'archive') return against(record, await hashesOfArchive(source, module))
  return undefined
}

/** Checks that a certificate of a rehearsal is one, as far as can be told without the key of who rehearsed. */
export function checkCertificate(source: ByteSource): void {
  checkSize('certificate', source.size, undefined)
  const text = fromUtf8(source.read(0, source.size))
  if (text === undefined || !/^goferry rehearsal v1\n[\s\S]*\n\n— /.test(text))
    throw new GoferryError('bad-note', { subject: 'certificate', reason: 'bundle.certificate' })
}

function checkSize(kind: ObjectKind, size: number, expected: number | undefined): void {
  const limit = expected ?? limits[kind]
  if (size <= limits[kind] && (expected ?? size) === size) return
  const params = { size, limit: Math.min(limit, limits[kind]) }
  throw new GoferryError('bundle-damaged', { subject: kind, reason: 'bundle.object-size', params })
}

/** For one object at a time: nothing waits while it is read. */
const buffer = new Uint8Array(1 << 18)

function sha256Of(source: ByteSource): string {
  const hash = createHash('sha256')
  for (let at = 0; at < source.size; at += buffer.length)
    hash.update(source.read(at, Math.min(buffer.length, source.size - at), buffer))
  return hash.digest('hex')
}
