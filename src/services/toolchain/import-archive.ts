import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError } from '../../core/errors.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { archiveKey } from '../../core/toolchain/archive-key.ts'
import { toolchainOfArchive } from '../../core/toolchain/archive-name.ts'
import { compareGoVersions, parseGoVersion } from '../../core/toolchain/go-version.ts'
import { type Toolchain, toolchainPath, toolchainVersion } from '../../core/toolchain/toolchain.ts'
import { vendorPath } from '../../core/toolchain/vendor.ts'
import type { SignedFile } from '../../ports/signature-check.ts'
import type { Staged } from '../../ports/store.ts'
import type { ZipCheck } from '../../ports/zip-check.ts'
import { removeOthers } from './make-archive.ts'
import type { ToolchainWorld } from './world.ts'

/** What importing needs besides. */
export interface ImportWorld extends ToolchainWorld {
  readonly check: Pick<ZipCheck, 'inspectArchive'>
  /** Holds the file at the path `location` against its signature, as `CheckSignature` does. */
  checkSignature(location: string, signed: Omit<SignedFile, 'read' | 'now'>): Promise<string>
  /** Sees to it that the log has the record of a module of Go's own. Throws why it has not. */
  needRecord(module: ModuleVersion): Promise<void>
  /** Makes the go.mod of a vendor's module visible once `logFirst` has logged it. */
  publishMod(module: ModuleVersion, mod: Uint8Array, logFirst: () => Promise<unknown>): Promise<void>
}

/** A file to be imported. */
export interface ArchiveFile {
  /** Its name on the download site. */
  readonly name: string
  /** Its bytes, once. */
  read(): AsyncIterable<Uint8Array>
  /** What its publisher says of it. */
  readonly sha256: string | undefined
  /** How its publisher signed it, and the keys that the operator has of the publisher. */
  readonly signed: Pick<SignedFile, 'signature' | 'keys'> | undefined
  /** The label of a vendor; undefined for Go's own. */
  readonly vendor: string | undefined
}

/** What importing came to. */
export interface ImportReport {
  readonly name: string
  readonly sha256: string
  readonly size: number
  /** The fingerprint of the key that signed it, in hexadecimal, where a signature was given. */
  readonly signedBy?: string
  readonly outcome: 'imported' | 'held'
}

/** Go's own archives have under 100 MB. */
const maxArchiveBytes = 1 << 30
/** From this release on Go makes module and archive from one list of files. */
const oneListSince = parseGoVersion('1.21.0')

/**
 * Takes the publisher's own archive of a toolchain: signed, or of the SHA-256 that the publisher says; harmless to
 * unpack; and for Go's own with the very files of the module that the checksum database records. It takes the place of
 * one that was made here, and is never replaced. Throws `usage` for another name, or where neither digest nor signature
 * is given for Go's own; `mismatch`, `bad-archive`, `too-large`, `store-conflict` where another is held, `denied` for
 * what is recalled; what `checkSignature`, `needRecord`, store and log throw.
 */
export async function importArchive(world: ImportWorld, file: ArchiveFile): Promise<ImportReport> {
  const { store, room, log } = world
  const { name, vendor } = file
  const toolchain = toolchainOfArchive(name)
  if (toolchain === undefined) throw new GoferryError('usage', { subject: name, reason: 'toolchain.archive-name' })
  if (vendor === undefined && file.sha256 === undefined && file.signed === undefined)
    throw new GoferryError('usage', { subject: name, reason: 'toolchain.needs-proof' })
  const path = vendor === undefined ? toolchainPath : vendorPath(vendor)
  const module = { path, version: toolchainVersion(toolchain) }
  await room.check()
  const staged = await store.stage(room.watched(file.read()), maxArchiveBytes)
  try {
    world.reached('archive-staged')
    const { sha256, size } = staged
    if (file.sha256 !== undefined && file.sha256 !== sha256)
      throw mismatch(name, 'toolchain.sha256', { wanted: file.sha256, found: sha256 })
    const signedBy = file.signed && (await world.checkSignature(staged.location, { name, ...file.signed }))
    const report = { name, sha256, size, ...(signedBy !== undefined && { signedBy }) }
    if (vendor === undefined) await world.needRecord(module)
    if (await isHeld(world, module, name, staged)) return { ...report, outcome: 'held' }
    const say = await entriesOf(world, { module, toolchain, name, staged })
    const mod = Buffer.from(`module ${path}\n`)
    if (vendor === undefined) await log.append(say)
    else await world.publishMod(module, mod, () => log.append(say))
    world.reached('archive-logged')
    await store.put(archiveKey(module, sha256), staged)
    world.reached('archive-put')
    room.took(module, size)
    await removeOthers(world, module, sha256)
    return { ...report, outcome: 'imported' }
  } finally {
    await staged.discard()
  }
}

/** Whether this very file is held. Throws `denied`, and `store-conflict` where the publisher's own is another. */
async function isHeld(
  { log, store }: ImportWorld,
  module: ModuleVersion,
  name: string,
  { sha256 }: Staged,
): Promise<boolean> {
  const known = log.state.version(module.path, module.version)
  if (known?.recalled !== undefined)
    throw new GoferryError('denied', { subject: name, reason: 'answer.recalled', params: { why: known.recalled } })
  const { archive } = known ?? {}
  if (archive === undefined || archive.recipe !== undefined) return false
  const params = { held: archive.sha256, found: sha256 }
  if (archive.sha256 !== sha256)
    throw new GoferryError('store-conflict', { subject: name, reason: 'toolchain.other-official', params })
  return (await store.stat(archiveKey(module, sha256))) !== undefined
}

/** The entries that say so, once the content is what it must be. */
async function entriesOf(
  { check, log, clock }: ImportWorld,
  { module, toolchain, name, staged }: { module: ModuleVersion; toolchain: Toolchain; name: string; staged: Staged },
): Promise<Parameters<ImportWorld['log']['append']>[0]> {
  const contents = await check.inspectArchive(staged.location, name, module)
  const { sha256, size } = staged
  const at = formatTime(clock.now())
  const archive = { kind: 'archive', ...module, sha256, size, at, from: 'local' } as const
  const record = log.state.version(module.path, module.version)?.record
  if (module.path === toolchainPath) {
    const wanted = record?.h1Zip ?? ''
    if (isOfOneList(toolchain) && contents.h1Zip !== wanted)
      throw mismatch(name, 'toolchain.other-files', { wanted, found: contents.h1Zip })
    return [archive]
  }
  if (record !== undefined && record.h1Zip !== contents.h1)
    throw mismatch(name, 'toolchain.other-files', { wanted: record.h1Zip, found: contents.h1 })
  const h1Mod = hashGoMod(Buffer.from(`module ${module.path}\n`))
  return [{ kind: 'record', ...module, h1Zip: contents.h1, h1Mod }, archive]
}

function isOfOneList({ go }: Toolchain): boolean {
  const number = parseGoVersion(go)
  return number !== undefined && oneListSince !== undefined && compareGoVersions(number, oneListSince) >= 0
}

function mismatch(
  subject: string,
  reason: 'toolchain.sha256' | 'toolchain.other-files',
  params: { wanted: string; found: string },
): GoferryError {
  return new GoferryError('mismatch', { subject, reason, params })
}
