import {
  type BackedFile,
  keptFolder,
  type Manifest,
  manifestKey,
  partFolder,
  placeOf,
} from '../../core/backup/manifest.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { isElement } from '../../core/tree/check-key.ts'
import { KINDS, type Part } from '../../core/tree/keys.ts'
import { loggedDigest } from '../../core/tree/logged-digest.ts'
import type { Store } from '../../ports/store.ts'
import { copyPart, type Outcome } from './copy-part.ts'
import { copyProofs } from './copy-proofs.ts'
import { ManifestWriter, readManifest } from './manifest-store.ts'
import { filesBelow, nodeFiles, stateLimit } from './node-files.ts'
import type { BackupWorld } from './world.ts'

/** What a backup came to. */
export interface BackupReport {
  readonly name: string
  /** The head that it is of. */
  readonly size: number
  readonly root: string
  readonly files: number
  readonly bytes: number
  /** Files that were not in the folder before, and their bytes. */
  readonly copied: number
  readonly copiedBytes: number
  /** Files of an older backup that are of no more use. */
  readonly removed: number
  /** Parts that the log names and the node does not hold, or not with the logged bytes: each was told. */
  readonly missing: number
}

/** Parts at hand at once. */
const atOnce = 16

/** The key of the file that says that a folder is for a backup. */
export const backupMark = 'log/backup'

/**
 * Makes the folder of `world.place` a backup of the node at the head of its log: entries, what they name, what the node
 * knows besides. What is there already is not copied again; until the new manifest is written, the last, the backup
 * before stays whole. Throws `interrupted` after the watch's signal, `log-rollback` and `log-fork` where the folder has
 * a backup of more, or of another log, and what the stores throw.
 */
export async function backup(world: BackupWorld): Promise<BackupReport> {
  const { place, log } = world
  await place.store.sweep()
  await place.store.put(backupMark, new Uint8Array())
  const before = await readManifest(place.store)
  await refuseOtherLog(world, before)
  const run = new Run(world, before?.head.size ?? 0)
  await run.entries()
  await run.versions()
  await run.proofs()
  await run.state()
  const keys = (await saveKeys(world)) ?? before?.keys ?? ''
  const settings = world.settings === undefined ? '' : await run.keep(world.settings)
  const { head } = log
  const at = new Date(world.clock.now()).toISOString()
  const { files, bytes } = await run.finish({ at, head, verifierKeys: world.verifierKeys, keys, settings })
  world.reached('backup-listed')
  const removed = await run.prune()
  return { name: head.name, size: head.size, root: head.root, files, bytes, removed, ...run.counts }
}

/** Over a backup of more entries a node that went back in time must not write. */
async function refuseOtherLog({ log, retiredNames }: BackupWorld, before: Manifest | undefined): Promise<void> {
  if (before === undefined) return
  const { head } = before
  const params = { found: head.name, keptSize: head.size, otherSize: log.head.size }
  const subject = log.head.name
  if (head.name !== subject && !retiredNames.includes(head.name))
    throw new GoferryError('usage', { subject, reason: 'backup-other-log', params })
  if (head.size > log.head.size) throw new GoferryError('log-rollback', { subject, reason: 'backup-newer', params })
  if (head.size > 0 && (await log.rootAt(head.size)) !== head.root)
    throw new GoferryError('log-fork', { subject, reason: 'fork-heads', params })
}

/** Each text of keys gets a file of its own: the manifest names the newest, also when they are not asked for again. */
async function saveKeys({ keys, place }: BackupWorld): Promise<string | undefined> {
  if (keys === undefined) return undefined
  const digest = hex(sha256(Buffer.from(keys)))
  await place.keys.write(keysFile(digest), keys)
  return digest
}

/** The name of the file with the private keys whose text has the SHA-256 `digest`. */
export function keysFile(digest: string): string {
  return `backup-${digest.slice(0, 16)}`
}

/** The entries before are those of the backup before: other bytes in their place are damage, and give way. */
async function putEntries(store: Store, key: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await store.put(key, bytes)) === 'written'
  } catch (error) {
    if (!isGoferryError(error, 'store-conflict')) throw error
  }
  await store.remove(key)
  await store.put(key, bytes)
  return true
}

/** What somebody else put there has any name: a drill tells of it. */
function isKey(path: string): boolean {
  return path.split('/').every(isElement)
}

/** A part that the log names. */
interface Wanted {
  readonly module: ModuleVersion
  readonly kind: Part
  /** Bytes of a zip or an archive; 0 for what is small. */
  readonly bytes: number
}

class Run {
  readonly #world: BackupWorld
  readonly #settled: number
  readonly #manifest: ManifestWriter
  readonly #places = new Set<string>([backupMark, manifestKey])
  readonly #counts = { copied: 0, copiedBytes: 0, missing: 0 }

  constructor(world: BackupWorld, settled: number) {
    this.#world = world
    this.#settled = settled
    this.#manifest = new ManifestWriter(world.place.store)
  }

  get counts() {
    return { ...this.#counts }
  }

  /** The log itself. */
  async entries(): Promise<void> {
    const { place, log } = this.#world
    for await (const { key, bytes } of log.entries()) {
      this.#goOn()
      const isNew = await putEntries(place.store, key, bytes)
      await this.#add({ key, size: bytes.length, sha256: hex(sha256(bytes)), isKept: false }, isNew)
    }
  }

  /** What the log names, in the order of the records. */
  async versions(): Promise<void> {
    const wanted = this.#wanted()
    const totalBytes = wanted.reduce((sum, { bytes }) => sum + bytes, 0)
    const late: Wanted[] = []
    let [done, bytes] = [0, 0]
    for (let at = 0; at < wanted.length; at += atOnce) {
      this.#goOn()
      const batch = wanted.slice(at, at + atOnce)
      const outcomes = await this.#copy(batch)
      for (const [i, outcome] of outcomes.entries()) {
        const one = batch[i]
        if ('file' in outcome) await this.#add(outcome.file, outcome.isNew)
        else if (one !== undefined) late.push(one)
        done++
        bytes += one?.bytes ?? 0
      }
      const last = batch.at(-1)?.module
      const progress = { done, total: wanted.length, bytes, totalBytes }
      this.#world.watch.progress({ ...progress, at: `${last?.path}@${last?.version}` })
    }
    await this.#again(late)
  }

  /** The recorded proofs that the log names. */
  async proofs(): Promise<void> {
    const { proofs } = this.#world.log.state
    if (proofs === undefined) return
    this.#goOn()
    const outcome = await copyProofs(this.#world, proofs)
    if ('file' in outcome) await this.#add(outcome.file, outcome.isNew)
    else await this.#tell(outcome)
  }

  /** What the node knows besides its log. */
  async state(): Promise<void> {
    const { node } = this.#world
    for await (const key of nodeFiles(node)) {
      this.#goOn()
      const bytes = await node.read(key, stateLimit)
      if (bytes !== undefined) await this.keep(bytes, key)
    }
  }

  /** Keeps what can change under the SHA-256 of its bytes, which it gives; as the node's file `key` where it is one. */
  async keep(bytes: Uint8Array, key?: string): Promise<string> {
    const digest = hex(sha256(bytes))
    const isNew = (await this.#world.place.store.put(`${keptFolder}/${digest}`, bytes)) === 'written'
    if (key === undefined) this.#places.add(`${keptFolder}/${digest}`)
    else await this.#add({ key, size: bytes.length, sha256: digest, isKept: true }, isNew)
    return digest
  }

  async finish(rest: Parameters<ManifestWriter['finish']>[0]): Promise<Manifest> {
    const manifest = await this.#manifest.finish(rest)
    for (const part of manifest.parts) this.#places.add(`${partFolder}/${part}`)
    return manifest
  }

  /** Removes what the manifest does not name: the rest of older backups and of killed ones. */
  async prune(): Promise<number> {
    const { store, files } = this.#world.place
    let removed = 0
    const remove = async (key: string) => {
      if (this.#places.has(key) || !isKey(key)) return
      await store.remove(key)
      this.#world.reached('backup-pruned')
      removed++
    }
    for await (const key of files.walk()) await remove(key)
    for await (const key of filesBelow(store, 'log')) await remove(key)
    return removed
  }

  /** What was not there may have been on its way into the tree when it was looked for. */
  async #again(late: readonly Wanted[]): Promise<void> {
    for (let at = 0; at < late.length; at += atOnce) {
      this.#goOn()
      const batch = late.slice(at, at + atOnce)
      for (const [i, outcome] of (await this.#copy(batch)).entries()) {
        if ('file' in outcome) await this.#add(outcome.file, outcome.isNew)
        else if (outcome.damage === 'damaged' || !this.#wasNeverTaken(batch[i])) await this.#tell(outcome)
      }
    }
  }

  /** A record names the hash of a go.mod also where only the .info was ever asked for. */
  #wasNeverTaken(one: Wanted | undefined): boolean {
    return one?.kind === 'mod' && loggedDigest(this.#world.log.state, one.module, 'zip') === undefined
  }

  async #tell({ key, damage }: Exclude<Outcome, { file: BackedFile }>): Promise<void> {
    this.#counts.missing++
    await this.#world.watch.tell({ subject: key, outcome: damage })
  }

  /** Returns, or throws the first error, when nothing of the batch is under way any more. */
  async #copy(batch: readonly Wanted[]): Promise<Outcome[]> {
    const copies = batch.map(({ module, kind }) => copyPart(this.#world, module, kind, this.#settled))
    const settled = await Promise.allSettled(copies)
    return settled.map(one => {
      if (one.status === 'rejected') throw one.reason
      return one.value
    })
  }

  async #add(file: BackedFile, isNew: boolean): Promise<void> {
    this.#places.add(placeOf(file))
    if (isNew) {
      this.#counts.copied++
      this.#counts.copiedBytes += file.size
      this.#world.reached('backup-copied')
    }
    await this.#manifest.add(file)
  }

  #wanted(): Wanted[] {
    const { state } = this.#world.log
    const paths = [...state.paths()]
    const versions = paths.flatMap(path => state.versions(path).map(version => ({ path, version })))
    const ids = versions.map(module => ({ module, id: state.version(module.path, module.version)?.record.id ?? 0 }))
    return ids.sort((a, b) => a.id - b.id).flatMap(({ module }) => this.#partsOf(module))
  }

  /** Without a zip that was given up. */
  #partsOf(module: ModuleVersion): Wanted[] {
    const { log, gaveUp } = this.#world
    const logged = KINDS.filter(kind => loggedDigest(log.state, module, kind) !== undefined)
    const { zip, archive } = log.state.version(module.path, module.version) ?? {}
    const parts: Wanted[] = logged
      .filter(kind => kind !== 'zip' || !gaveUp(module))
      .map(kind => ({ module, kind, bytes: kind === 'zip' ? (zip?.size ?? 0) : 0 }))
    // One that was made from the zip can be made again.
    if (archive === undefined || archive.recipe !== undefined) return parts
    return [...parts, { module, kind: 'archive', bytes: archive.size }]
  }

  #goOn(): void {
    if (this.#world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'backup' })
  }
}
