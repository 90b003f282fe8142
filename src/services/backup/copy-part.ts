import { type BackedFile, keptFolder, placeOf } from '../../core/backup/manifest.ts'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex, sha256, sha256Of } from '../../core/hash.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { partKey } from '../../core/toolchain/part-key.ts'
import { blobKey, type Kind, type Part } from '../../core/tree/keys.ts'
import { loggedDigest } from '../../core/tree/logged-digest.ts'
import { readChunks, readWhole } from '../../ports/read-whole.ts'
import type { Staged, StoredBlob } from '../../ports/store.ts'
import type { BackupWorld } from './world.ts'

/** What came of a part: where it is in the backup and whether it was copied now, or what is wrong with it. */
export type Outcome =
  | { readonly file: BackedFile; readonly isNew: boolean }
  | { readonly key: string; readonly damage: 'missing' | 'damaged' }

/** The largest go.mod or info that is copied, in bytes: that of the module zip rules. */
const smallLimit = 16 << 20

/**
 * Sees to it that one part that the log names is in the backup with the bytes that it names. `settled`: entries before
 * this one were in the backup before, so that a zip of theirs was compared when it came. Throws what the stores throw.
 */
export async function copyPart(
  world: BackupWorld,
  module: ModuleVersion,
  kind: Part,
  settled: number,
): Promise<Outcome> {
  const known = world.log.state.version(module.path, module.version)
  if (kind === 'archive') return copyArchive(world, module)
  const realm = known?.recalled === undefined ? 'public' : 'withheld'
  const key = blobKey(realm, module, kind)
  const zip = kind === 'zip' ? known?.zip : undefined
  const held =
    zip === undefined ? await heldSmall(world, key, module, kind) : await heldZip(world, key, zip, zip.id < settled)
  if (held !== undefined) return { file: held, isNew: false }
  // A recall moves the parts from one tree to the other.
  const other = blobKey(realm === 'public' ? 'withheld' : 'public', module, kind)
  const blob = (await world.node.open(key)) ?? (await world.node.open(other)) ?? (await world.node.open(key))
  if (blob === undefined) return { key, damage: 'missing' }
  try {
    return await (kind === 'mod' ? copyMod(world, key, module, blob) : copyBlob(world, key, module, kind, blob))
  } finally {
    await blob.close()
  }
}

/** The archive of a toolchain lies under its own digest: of what has its size there is nothing to compare. */
async function copyArchive(world: BackupWorld, module: ModuleVersion): Promise<Outcome> {
  const { state } = world.log
  const key = partKey(state, module, 'archive')
  const archive = state.version(module.path, module.version)?.archive
  if (key === undefined || archive === undefined) throw new GoferryError('internal', { subject: 'archive' })
  const held = await heldZip(world, key, archive, true)
  if (held !== undefined) return { file: held, isNew: false }
  const blob = await world.node.open(key)
  if (blob === undefined) return { key, damage: 'missing' }
  try {
    return await copyBlob(world, key, module, 'archive', blob)
  } finally {
    await blob.close()
  }
}

/** What the backup has of a small file: it is read, and must be what the log names. */
async function heldSmall(world: BackupWorld, key: string, module: ModuleVersion, kind: Kind) {
  try {
    const bytes = await world.place.store.read(key, smallLimit)
    if (bytes === undefined) return undefined
    const digest = hex(sha256(bytes))
    const logged = loggedDigest(world.log.state, module, kind)
    if ((kind === 'mod' ? hashGoMod(bytes) : digest) !== logged) return undefined
    return { key, size: bytes.length, sha256: digest, isKept: false }
  } catch (error) {
    if (isGoferryError(error, 'too-large', 'store-damaged')) return undefined
    throw error
  }
}

/** What the backup has of a zip, by its size alone where no later entry could have put another in its place. */
async function heldZip(
  { place }: BackupWorld,
  key: string,
  { size, sha256 }: { size: number; sha256: string },
  isSettled: boolean,
): Promise<BackedFile | undefined> {
  const kept = { key, size, sha256, isKept: true }
  if ((await place.store.stat(placeOf(kept)))?.size === size) return kept
  const blob = await place.store.open(key)
  if (blob === undefined) return undefined
  try {
    const isSame = blob.size === size && (isSettled || (await sha256Of(readChunks(blob))) === sha256)
    return isSame ? { ...kept, isKept: false } : undefined
  } finally {
    await blob.close()
  }
}

async function copyMod(world: BackupWorld, key: string, module: ModuleVersion, blob: StoredBlob): Promise<Outcome> {
  const bytes = blob.size > smallLimit ? undefined : await readWhole(blob)
  if (bytes === undefined || hashGoMod(bytes) !== loggedDigest(world.log.state, module, 'mod'))
    return { key, damage: 'damaged' }
  const file = { key, size: bytes.length, sha256: hex(sha256(bytes)) }
  return { file: await put(world, file, bytes), isNew: true }
}

async function copyBlob(
  world: BackupWorld,
  key: string,
  module: ModuleVersion,
  kind: Part,
  blob: StoredBlob,
): Promise<Outcome> {
  const staged = await world.place.store.stage(readChunks(blob), blob.size)
  try {
    const { size, sha256 } = staged
    if (sha256 !== loggedDigest(world.log.state, module, kind)) return { key, damage: 'damaged' }
    return { file: await put(world, { key, size, sha256 }, staged), isNew: true }
  } finally {
    await staged.discard()
  }
}

/** Under its key; where the backup before has other bytes there, it stays whole and these lie beside it. */
async function put(
  { place }: BackupWorld,
  file: Omit<BackedFile, 'isKept'>,
  content: Staged | Uint8Array,
): Promise<BackedFile> {
  try {
    await place.store.put(file.key, content)
    return { ...file, isKept: false }
  } catch (error) {
    if (!isGoferryError(error, 'store-conflict')) throw error
  }
  await place.store.put(`${keptFolder}/${file.sha256}`, content)
  return { ...file, isKept: true }
}
