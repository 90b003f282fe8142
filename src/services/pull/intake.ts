import { hashGoMod } from '../../core/dirhash/dirhash.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { hex, sha256 } from '../../core/hash.ts'
import type { Entry, RecordEntry } from '../../core/log/entry.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import { parseInfo } from '../../core/module/info.ts'
import { infoForms } from '../../core/module/info-forms.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { checkIncompatible } from '../../core/module/version.ts'
import type { RecordHashes } from '../../core/sumdb/record-hashes.ts'
import { blobKey } from '../../core/tree/keys.ts'
import { maxRootFileBytes } from '../../core/zip/limits.ts'
import type { Downloads } from './downloads.ts'
import type { StagedFrom } from './fetcher.ts'
import type { PullWorld } from './world.ts'

/**
 * By what a version is taken: the checksums of its record, or, where the
 * public database lists none, the reason of the rule that allows it.
 */
export type Sums = RecordHashes | { readonly unlisted: string }

/** Downloads parts of versions, holds them against the record, logs what is new, and only then makes them visible. */
export class Intake {
  readonly #world: PullWorld
  readonly #downloads: Downloads

  constructor(world: PullWorld, downloads: Downloads) {
    this.#world = world
    this.#downloads = downloads
  }

  /**
   * Takes the go.mod alone. Throws `mismatch` where it is not that of
   * the record, and what the upstream, log and tree do.
   */
  async takeMod(module: ModuleVersion, sums: RecordHashes): Promise<void> {
    const mod = await this.#downloads.mod(module)
    checkHash(module, 'go.mod', hashGoMod(mod), sums.h1Mod)
    const { log, tree } = this.#world
    const isNamed = log.state.version(module.path, module.version) !== undefined
    await tree.publish(module, { mod }, () => log.append([recordOf(module, sums)]))
    if (isNamed) this.#world.partCame(module)
  }

  /** Takes the `.info` alone. Throws `bad-info`, `mismatch` where the log names another one, and as `takeMod` does. */
  async takeInfo(module: ModuleVersion, sums: RecordHashes): Promise<void> {
    const info = await this.#info(module)
    const { log, tree } = this.#world
    await tree.publish(module, { info }, () => log.append([recordOf(module, sums), infoOf(module, info)]))
  }

  /**
   * Takes the zip, with the go.mod and the `.info` that go with it; a version whose
   * `.info` is not to be had stays incomplete. Without listed checksums the record is made
   * from the zip itself. Throws `bad-zip`, `bad-version`, `mismatch`, `too-large`, and as `takeMod` does.
   */
  async takeZip(module: ModuleVersion, sums: Sums): Promise<void> {
    const taking = this.#infoIfAny(module)
    // A failure is heard below, when the zip has come: until then nobody waits for it.
    taking.catch(() => undefined)
    const { staged, from } = await this.#downloads.zip(module)
    this.#world.reached('blob-staged')
    try {
      await this.#takeStaged(module, sums, { staged, from, info: await taking })
    } finally {
      await staged.discard()
    }
  }

  async #takeStaged(
    module: ModuleVersion,
    sums: Sums,
    { staged, from, info }: StagedFrom & { info: Uint8Array | undefined },
  ): Promise<void> {
    const { clock, log, tree, zipCheck, room } = this.#world
    const zip = await zipCheck.inspect(staged.location, module)
    if ('h1Zip' in sums) checkHash(module, 'zip', zip.h1, sums.h1Zip)
    const mod = await this.#modOf(module, zip.goMod, sums)
    const record = 'h1Zip' in sums ? sums : { h1Zip: zip.h1, h1Mod: hashGoMod(mod) }
    // A zip that is taken again was unlisted before it had a record.
    const unlisted = 'unlisted' in sums ? sums.unlisted : log.state.version(module.path, module.version)?.zip?.unlisted
    const entries: Entry[] = [recordOf(module, record)]
    if (info !== undefined) entries.push(infoOf(module, info))
    entries.push({
      kind: 'zip',
      path: module.path,
      version: module.version,
      sha256: staged.sha256,
      size: staged.size,
      at: formatTime(clock.now()),
      from,
      ...(unlisted === undefined ? {} : { unlisted }),
    })
    const isNew = !(await tree.has(module, 'zip'))
    const parts = { zip: staged, mod, ...(info === undefined ? {} : { info }) }
    await tree.publish(module, parts, () => log.append(entries))
    if (isNew) room.took(module, staged.size)
  }

  /**
   * The go.mod that goes with a zip. A listed one is in the zip and equals the record; where the zip has none (older
   * than modules: the proxy makes one up), it is held already, or fetched. For an unlisted version the upstream's file
   * and the zip must agree, and what is `+incompatible` has none.
   */
  async #modOf(module: ModuleVersion, inZip: Uint8Array | undefined, sums: Sums): Promise<Uint8Array> {
    if ('h1Mod' in sums) {
      const mod = inZip ?? (await this.#heldMod(module, sums)) ?? (await this.#downloads.mod(module))
      checkHash(module, 'go.mod', hashGoMod(mod), sums.h1Mod)
      return mod
    }
    checkIncompatible(module, inZip !== undefined)
    const mod = await this.#downloads.mod(module)
    const expected = inZip ?? Buffer.from(`module ${module.path}\n`)
    checkHash(module, 'go.mod', hashGoMod(mod), hashGoMod(expected))
    return mod
  }

  /** The stored go.mod, where it is that of the record: it was taken alone before, and is not to be fetched twice. */
  async #heldMod(module: ModuleVersion, { h1Mod }: RecordHashes): Promise<Uint8Array | undefined> {
    const held = await this.#world.store.read(blobKey('public', module, 'mod'), maxRootFileBytes)
    return held !== undefined && hashGoMod(held) === h1Mod ? held : undefined
  }

  /**
   * The upstream's `.info`, well-formed; where the log names one already, that one: what was taken from a cache says
   * the same in other bytes. Throws `bad-info`, and `mismatch` where it is neither.
   */
  async #info(module: ModuleVersion): Promise<Uint8Array> {
    const info = await this.#downloads.info(module)
    const said = parseInfo(module, info)
    const got = hex(sha256(info))
    const wanted = this.#world.log.state.version(module.path, module.version)?.info?.sha256
    if (wanted === undefined || got === wanted) return info
    const found = infoForms(said).find(form => hex(sha256(form)) === wanted)
    if (found !== undefined) return found
    throw new GoferryError('mismatch', {
      subject: `${module.path}@${module.version}`,
      reason: 'pull-other-info',
      params: { got, wanted },
    })
  }

  /** The `.info` where it can be had; a failure is noted, and left to whoever asks for the `.info` itself. */
  async #infoIfAny(module: ModuleVersion): Promise<Uint8Array | undefined> {
    if (await this.#world.tree.has(module, 'info')) return undefined
    try {
      return await this.#info(module)
    } catch (error) {
      if (!isGoferryError(error)) throw error
      this.#world.journal.warn('info-not-taken', { module: `${module.path}@${module.version}`, error: error.message })
      return undefined
    }
  }
}

function recordOf(module: ModuleVersion, { h1Zip, h1Mod }: RecordHashes): RecordEntry {
  return { kind: 'record', path: module.path, version: module.version, h1Zip, h1Mod }
}

function infoOf(module: ModuleVersion, info: Uint8Array): Entry {
  return { kind: 'info', path: module.path, version: module.version, sha256: hex(sha256(info)) }
}

/** Throws `mismatch`, naming the file and both hashes. */
function checkHash(module: ModuleVersion, file: string, got: string, wanted: string): void {
  if (got === wanted) return
  throw new GoferryError('mismatch', {
    subject: `${module.path}@${module.version}`,
    reason: 'pull-hash',
    params: { file, got, wanted },
  })
}
