import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { proofsFolder } from '../../core/proofs/proofs.ts'
import { latestKey, listKey } from '../../core/tree/keys.ts'
import { badParts } from './check-part.ts'
import { type Cursor, clearCursor, readCursor, start, writeCursor } from './cursor.ts'
import { extraFiles } from './extras.ts'
import { heal } from './heal.ts'
import type { Finding, VerifyWorld } from './world.ts'

/** How a scrub is to be done. */
export interface VerifyOptions {
  /** Whether what is bad is set aside and fetched again; else it is only named. */
  readonly heal: boolean
  /** Whether to begin anew, also where an earlier scrub was not finished. */
  readonly restart: boolean
}

/** What a scrub came to. */
export interface VerifyReport extends Omit<Cursor, 'next'> {
  /** The entry of the log from which it went on; 0 for a scrub from the beginning. */
  readonly from: number
}

/** Versions at hand at once. */
const atOnce = 16
/** The cursor is written after so many versions: the most that a killed scrub does again. */
const noteEvery = 200

/**
 * Holds every file of the node against the log: the log's own published files, each part of each version, the derived
 * files, and what lies in the trees besides; tells what is bad, and mends it if `options` say so. A scrub that was
 * ended goes on with the versions that it had not looked at. Throws `interrupted` after the watch's signal, and what
 * log and store throw.
 */
export async function verify(world: VerifyWorld, options: VerifyOptions): Promise<VerifyReport> {
  const cursor = options.restart ? start : await readCursor(world.store, world.state.size, options.heal)
  const scrub = new Scrub(world, options, cursor)
  // First, since what does not belong there may stand in the way of what does.
  if (cursor.next === 0) await scrub.extras()
  await scrub.versions()
  await scrub.log()
  await scrub.lists()
  await clearCursor(world.store)
  return { ...scrub.counts(), from: cursor.next }
}

class Scrub {
  readonly #world: VerifyWorld
  readonly #heal: boolean
  readonly #from: number
  /** Bytes of zips that are still to be read. */
  /** Versions that were read in this run. */
  #done = 0
  #left = 0
  readonly #count: { -readonly [K in keyof Omit<Cursor, 'next'>]: number }

  constructor(world: VerifyWorld, { heal }: VerifyOptions, { next, ...counts }: Cursor) {
    this.#world = world
    this.#heal = heal
    this.#from = next
    this.#count = counts
  }

  counts(): Omit<Cursor, 'next'> {
    return { ...this.#count }
  }

  /** The published files of the log. */
  async log(): Promise<void> {
    const { log } = this.#world
    await log.check(async ({ heal, isMended = false, ...finding }) => {
      this.#goOn()
      if (this.#heal) await heal?.()
      const reason = finding.file.startsWith(`${proofsFolder}/`) ? 'proofs-other-bytes' : 'verify-no-copy'
      const error = new GoferryError('store-damaged', { subject: finding.file, reason })
      const isLost = heal === undefined && !isMended
      await this.#tell(finding, isMended || (this.#heal && !isLost), isLost ? error : undefined)
    })
  }

  /** Every part of every version, in the order of the records, so that what is new comes last. */
  async versions(): Promise<void> {
    const { store, state } = this.#world
    const versions = versionsFrom(state, this.#from)
    this.#left = versions.reduce((sum, { bytes }) => sum + bytes, 0)
    for (let at = 0; at < versions.length; at += noteEvery) {
      const batch = versions.slice(at, at + noteEvery)
      await this.#batch(batch.values(), versions.length)
      await writeCursor(store, { next: (batch.at(-1)?.id ?? 0) + 1, heal: this.#heal, ...this.#count })
      this.#world.reached('scrub-noted')
    }
  }

  /** `list` and `@latest` of every module. */
  async lists(): Promise<void> {
    const { state, tree } = this.#world
    for (const path of state.paths()) {
      this.#goOn()
      if ((await this.#stale(path)).length === 0) continue
      await tree.quiet()
      const stale = await this.#stale(path)
      if (this.#heal && stale.length > 0) await this.#relist(path)
      for (const file of stale) await this.#tell({ file, damage: 'stale' }, this.#heal)
    }
  }

  /** What is no file where a list should be is set aside first. */
  async #relist(path: string): Promise<void> {
    const { tree, files } = this.#world
    try {
      await tree.relist(path)
    } catch (error) {
      if (!isGoferryError(error, 'store-damaged', 'io-failed')) throw error
      for (const file of [listKey(path), latestKey(path)]) await files.setAside(file)
      await tree.relist(path)
    }
  }

  /** The derived files of a module that are not as they should be; both where what is there is no file. */
  async #stale(path: string): Promise<readonly string[]> {
    try {
      return await this.#world.tree.stale(path)
    } catch (error) {
      if (isGoferryError(error, 'store-damaged', 'io-failed')) return [listKey(path), latestKey(path)]
      throw error
    }
  }

  /** What lies in the trees and is of no entry. */
  async extras(): Promise<void> {
    for await (const file of extraFiles(this.#world)) {
      const aside = this.#heal ? await this.#world.files.setAside(file) : undefined
      await this.#tell({ file, damage: 'extra' }, aside !== undefined)
    }
    this.#goOn()
  }

  /** Returns, or throws the first error, when nothing of the batch is under way any more. */
  async #batch(batch: IterableIterator<Logged>, total: number): Promise<void> {
    const work = async () => {
      for (const one of batch) {
        this.#goOn()
        await this.#version(one, total)
      }
    }
    const settled = await Promise.allSettled(Array.from({ length: atOnce }, work))
    const failed = settled.find(one => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async #version({ module, bytes }: Logged, total: number): Promise<void> {
    const bad = await badParts(this.#world, module, read => {
      this.#count.parts++
      this.#count.bytes += read
    })
    this.#left -= bytes
    const outcomes = this.#heal
      ? await heal(this.#world, module, bad)
      : bad.map(part => ({ ...part, error: undefined }))
    for (const { file, damage, error } of outcomes)
      await this.#tell({ file, damage }, this.#heal && error === undefined, error)
    this.#world.watch.progress({
      done: ++this.#done,
      total,
      bytes: this.#count.bytes,
      totalBytes: this.#count.bytes + this.#left,
      at: `${module.path}@${module.version}`,
    })
  }

  async #tell(finding: Finding, healed: boolean, error?: GoferryError): Promise<void> {
    const { journal, watch } = this.#world
    this.#count.bad++
    if (healed) this.#count.healed++
    const { file: subject, damage } = finding
    journal.error('verify-found', { file: subject, damage, healed })
    const outcome = healed ? 'healed' : 'unhealed'
    await watch.tell({ subject, damage, outcome, ...(error !== undefined && { error: toWire(error) }) })
  }

  #goOn(): void {
    if (this.#world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'verify' })
  }
}

/** A version by its place in the log, and how large its zip is. */
interface Logged {
  readonly id: number
  readonly module: ModuleVersion
  readonly bytes: number
}

/** The versions whose record is entry `from` or later, in that order. */
function versionsFrom(state: LogState, from: number): Logged[] {
  const versions: Logged[] = []
  for (const path of state.paths())
    for (const version of state.versions(path)) {
      const known = state.version(path, version)
      if (known === undefined || known.record.id < from) continue
      versions.push({ id: known.record.id, module: { path, version }, bytes: known.zip?.size ?? 0 })
    }
  return versions.sort((a, b) => a.id - b.id)
}
