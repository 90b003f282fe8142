import {
  type BackedFile,
  keptFolder,
  type Manifest,
  manifestKey,
  partFolder,
  placeOf,
} from '../../core/backup/manifest.ts'
import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex, sha256, sha256Of } from '../../core/hash.ts'
import { readChunks, readWhole } from '../../ports/read-whole.ts'
import type { StoredBlob } from '../../ports/store.ts'
import { backupMark, keysFile } from './backup.ts'
import { loggedParts } from './logged-parts.ts'
import { readManifest, readParts } from './manifest-store.ts'
import { filesBelow } from './node-files.ts'
import type { DrillWorld } from './world.ts'

/** What a drill came to. */
export interface DrillReport {
  readonly name: string
  readonly size: number
  /** The root that was computed from the entries: it is that of the signed head. */
  readonly root: string
  /** When the backup was made. */
  readonly at: string
  readonly files: number
  readonly bytes: number
  /** Files that are damaged, missing or of no backup. */
  readonly bad: number
}

/** Files at hand at once. */
const atOnce = 8

/**
 * Tries a backup out as it lies there: computes the root of the whole log from its entries and compares it with the
 * signed head, reads every file and compares it with the manifest and with what the log says, and looks for what is of
 * neither. Tells of each file that is bad. Throws `absent` where there is no backup; `store-damaged`, `log-fork`,
 * `bad-note` where manifest or log are bad: nothing can be restored from it then; `interrupted`.
 */
export async function drill(world: DrillWorld): Promise<DrillReport> {
  const { store } = world.place
  const manifest = await readManifest(store)
  if (manifest === undefined) throw new GoferryError('absent', { subject: manifestKey, reason: 'backup-none' })
  const log = await settled(world.log.read(store, manifest))
  const run = new Run(world, manifest, log.value === undefined ? new Map() : loggedParts(log.value))
  await run.files()
  await run.keys()
  await run.extras()
  if (log.error !== undefined) throw log.error
  const { head, at, files, bytes } = manifest
  return { name: head.name, size: head.size, root: head.root, at, files, bytes, bad: run.bad }
}

/** A log that cannot be read is told when all else was looked at. */
async function settled<T>(reading: Promise<T>): Promise<{ value?: T; error?: GoferryError }> {
  try {
    return { value: await reading }
  } catch (error) {
    if (isGoferryError(error)) return { error }
    throw error
  }
}

class Run {
  readonly #world: DrillWorld
  readonly #manifest: Manifest
  /** What the log says of each part, by its key. */
  readonly #logged: ReadonlyMap<string, string>
  readonly #places: Set<string>
  #done = 0
  #bytes = 0
  bad = 0

  constructor(world: DrillWorld, manifest: Manifest, logged: ReadonlyMap<string, string>) {
    this.#world = world
    this.#manifest = manifest
    this.#logged = logged
    const { parts, settings } = manifest
    this.#places = new Set([backupMark, manifestKey, ...parts.map(part => `${partFolder}/${part}`)])
    if (settings !== '') this.#places.add(`${keptFolder}/${settings}`)
  }

  async files(): Promise<void> {
    const { settings, files, bytes: totalBytes } = this.#manifest
    for await (const part of readParts(this.#world.place.store, this.#manifest))
      for (let at = 0; at < part.length; at += atOnce) {
        if (this.#world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'drill' })
        const batch = part.slice(at, at + atOnce)
        await Promise.all(batch.map(file => this.#file(file)))
        const progress = { done: this.#done, total: files, bytes: this.#bytes, totalBytes }
        this.#world.watch.progress({ ...progress, at: batch.at(-1)?.key ?? '' })
      }
    if (this.#done !== files) await this.#tell(manifestKey, 'damaged')
    const key = `${keptFolder}/${settings}`
    if (settings !== '') await this.#judge(key, await this.#damage(key, undefined, settings))
  }

  async keys(): Promise<void> {
    const { keys } = this.#manifest
    if (keys === '') return
    const name = keysFile(keys)
    const text = await this.#world.place.keys.read(name)
    if (text === undefined) return this.#tell(`keys/${name}`, 'missing')
    if (hex(sha256(Buffer.from(text))) !== keys) return this.#tell(`keys/${name}`, 'damaged')
    this.#world.checkKeys(text)
  }

  async extras(): Promise<void> {
    const { store, files } = this.#world.place
    for await (const key of files.walk()) if (!this.#places.has(key)) await this.#tell(key, 'extra')
    for await (const key of filesBelow(store, 'log')) if (!this.#places.has(key)) await this.#tell(key, 'extra')
  }

  async #file(file: BackedFile): Promise<void> {
    const place = placeOf(file)
    this.#places.add(place)
    this.#done++
    this.#bytes += file.size
    await this.#judge(place, await this.#damage(place, file, file.sha256))
  }

  async #judge(place: string, damage: 'missing' | 'damaged' | undefined): Promise<void> {
    if (damage !== undefined) await this.#tell(place, damage)
  }

  /** What the disk does not give is as bad as other bytes. */
  async #damage(place: string, file: BackedFile | undefined, digest: string) {
    try {
      const blob = await this.#world.place.store.open(place)
      if (blob === undefined) return 'missing'
      try {
        const isSound = (file?.size ?? blob.size) === blob.size && (await this.#matches(blob, file, digest))
        return isSound ? undefined : 'damaged'
      } finally {
        await blob.close()
      }
    } catch (error) {
      if (isGoferryError(error, 'store-damaged', 'io-failed', 'bad-file-path')) return 'damaged'
      throw error
    }
  }

  /** A go.mod is named by the log with a hash of another kind. */
  async #matches(blob: StoredBlob, file: BackedFile | undefined, digest: string): Promise<boolean> {
    const logged = file && this.#logged.get(file.key)
    if (logged?.startsWith('h1:') !== true)
      return (await sha256Of(readChunks(blob))) === digest && (logged ?? digest) === digest
    const bytes = await readWhole(blob)
    return hex(sha256(bytes)) === digest && hashGoMod(bytes) === logged
  }

  async #tell(subject: string, damage: 'missing' | 'damaged' | 'extra'): Promise<void> {
    this.bad++
    await this.#world.watch.tell({ subject, outcome: damage })
  }
}
