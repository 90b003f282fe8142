import { type BackedFile, keptFolder, type Manifest, manifestKey, placeOf } from '../../core/backup/manifest.ts'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import { formatRestoredMark, parseRestoredMark, restoredKey, restoredLimit } from '../../core/log/restored-mark.ts'
import { readChunks, readWhole } from '../../ports/read-whole.ts'
import type { Store, StoredBlob } from '../../ports/store.ts'
import { keysFile } from './backup.ts'
import { loggedParts } from './logged-parts.ts'
import { backupId, readManifest, readParts } from './manifest-store.ts'
import { isNodeFile, stateLimit } from './node-files.ts'
import type { RestoreWorld } from './world.ts'

/** What restoring came to. */
export interface RestoreReport {
  readonly name: string
  readonly size: number
  readonly root: string
  /** When the backup was made. */
  readonly at: string
  readonly files: number
  readonly bytes: number
  /** Files of modules that were bad in the backup and left out: each was told. */
  readonly bad: number
  /** Where in the backup its settings file lies; '' where it has none. */
  readonly settings: string
  /** Whether the private keys are there. */
  readonly keys: boolean
}

/** Files at hand at once. */
const atOnce = 8

/**
 * Makes an empty node folder what a backup holds. First of all a mark is written, by which the folder is no node until
 * the end, and one that signs nothing after it; the head of the log comes last. Run again it goes on. Throws `usage`
 * for a folder that is not empty, `absent` where there is no backup, `store-damaged` where its log is damaged,
 * `interrupted`, and what the stores throw.
 */
export async function restore(world: RestoreWorld): Promise<RestoreReport> {
  const manifest = await readManifest(world.place.store)
  if (manifest === undefined) throw new GoferryError('absent', { subject: manifestKey, reason: 'backup-none' })
  const { head, at, files, bytes } = manifest
  const logged = loggedParts(await world.log.read(world.place.store, manifest))
  const mark = { name: head.name, backup: backupId(manifest) }
  await refuseUsed(world, mark.backup)
  await world.node.sweep()
  await world.node.replace(restoredKey, formatRestoredMark({ ...mark, isWhole: false }))
  world.reached('restore-begun')
  const bad = await restoreFiles(world, manifest, logged)
  await restoreKeys(world, manifest)
  await world.log.read(world.node, manifest)
  await world.log.adopt(head)
  world.reached('restore-adopted')
  await world.node.replace(restoredKey, formatRestoredMark({ ...mark, isWhole: true }))
  const keys = (await world.keyFiles()).length > 0
  const settings = manifest.settings === '' ? '' : `${keptFolder}/${manifest.settings}`
  return { name: head.name, size: head.size, root: head.root, at, files, bytes, bad, settings, keys }
}

/** Only what a restoration of the same backup left may be there. */
async function refuseUsed({ node, keyFiles }: RestoreWorld, backup: string): Promise<void> {
  const refuse = (reason: 'restore-not-empty' | 'restore-other') =>
    new GoferryError('usage', { subject: 'restore', reason })
  const bytes = await node.read(restoredKey, restoredLimit)
  if (bytes !== undefined) {
    const mark = parseRestoredMark(bytes)
    if (mark.isWhole) throw refuse('restore-not-empty')
    if (mark.backup !== backup) throw refuse('restore-other')
    return
  }
  const names = await Promise.all(['log', 'public', 'withheld', 'archives'].map(folder => node.list(folder)))
  if (names.flat().length > 0 || (await keyFiles()).length > 0) throw refuse('restore-not-empty')
}

/** Gives how many files of modules were bad. */
async function restoreFiles(
  world: RestoreWorld,
  manifest: Manifest,
  logged: ReadonlyMap<string, string>,
): Promise<number> {
  const { files: total, bytes: totalBytes } = manifest
  let [done, bytes, bad] = [0, 0, 0]
  for await (const part of readParts(world.place.store, manifest))
    for (let at = 0; at < part.length; at += atOnce) {
      if (world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'restore' })
      const batch = part.slice(at, at + atOnce)
      const settled = await Promise.allSettled(batch.map(file => restoreFile(world, file, logged.get(file.key))))
      for (const [i, one] of settled.entries()) {
        if (one.status === 'rejected') throw one.reason
        done++
        bytes += batch[i]?.size ?? 0
        if (one.value === 'bad') bad++
      }
      world.watch.progress({ done, total, bytes, totalBytes, at: batch.at(-1)?.key ?? '' })
    }
  return bad
}

/** `logged`: what the log says of the file, where it is a part of a version. */
async function restoreFile(world: RestoreWorld, file: BackedFile, logged: string | undefined): Promise<'good' | 'bad'> {
  try {
    await copy(world, file, logged)
    world.reached('restore-copied')
    return 'good'
  } catch (error) {
    // Without an entry there is no log; a part of a version can be fetched again.
    if (!isGoferryError(error, 'store-damaged') || file.key.startsWith('log/tile/')) throw error
    await world.watch.tell({ subject: placeOf(file), outcome: 'damaged' })
    return 'bad'
  }
}

/** Only what an entry names goes into the trees, and of the rest only what a node keeps: a manifest is not signed. */
async function copy({ place, node }: RestoreWorld, file: BackedFile, logged: string | undefined): Promise<void> {
  const { key, size } = file
  const kind = logged !== undefined ? 'part' : key.startsWith('log/tile/8/data/') ? 'entries' : 'state'
  if (kind === 'state' && !isNodeFile(key)) throw damaged(file)
  if (logged !== undefined && !logged.startsWith('h1:') && logged !== file.sha256) throw damaged(file)
  // What lies under its key already was compared when it came there.
  if (kind !== 'state' && (await node.stat(key))?.size === size) return
  const blob = await place.store.open(placeOf(file))
  if (blob === undefined) throw damaged(file)
  try {
    if (blob.size !== size) throw damaged(file)
    if (kind === 'state' || logged?.startsWith('h1:')) return await copyWhole(node, file, logged, blob)
    const staged = await node.stage(readChunks(blob), size)
    try {
      if (staged.sha256 !== file.sha256) throw damaged(file)
      await node.put(key, staged)
    } finally {
      await staged.discard()
    }
  } finally {
    await blob.close()
  }
}

async function copyWhole(node: Store, file: BackedFile, logged: string | undefined, blob: StoredBlob): Promise<void> {
  if (file.size > stateLimit) throw damaged(file)
  const bytes = await readWhole(blob)
  if (hex(sha256(bytes)) !== file.sha256) throw damaged(file)
  if (logged === undefined) return node.replace(file.key, bytes)
  if (hashGoMod(bytes) !== logged) throw damaged(file)
  await node.put(file.key, bytes)
}

function damaged(file: BackedFile): GoferryError {
  return new GoferryError('store-damaged', { subject: placeOf(file), reason: 'backup-other' })
}

async function restoreKeys({ place, restoreKeys: take }: RestoreWorld, { keys }: Manifest): Promise<void> {
  if (keys === '') return
  const name = keysFile(keys)
  const text = await place.keys.read(name)
  if (text === undefined || hex(sha256(Buffer.from(text))) !== keys)
    throw new GoferryError('store-damaged', { subject: `keys/${name}`, reason: 'backup-other' })
  await take(text)
}
