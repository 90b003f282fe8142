import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { escapePath, escapeVersion } from '../../core/module/escape.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { parseVerifier, type Verifier } from '../../core/note/key.ts'
import type { RecordHashes } from '../../core/sumdb/record-hashes.ts'
import { openSignedHead } from '../../core/sumdb/signed-head.ts'
import { verifyLookup } from '../../core/sumdb/verify-lookup.ts'
import { parseTilePath, tileHeight } from '../../core/tlog/tile.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import type { Fetcher } from './fetcher.ts'
import { KeptHead } from './kept-head.ts'
import { KeptTiles } from './kept-tiles.ts'
import { databaseLifetime } from './lifetime.ts'
import { databaseLimit } from './limits.ts'
import { Remembered } from './remembered.ts'
import type { DatabaseKey } from './world.ts'

/** What the public database needs of the node. */
export interface DatabaseWorld {
  readonly fetcher: Fetcher
  readonly store: Store
  readonly clock: Clock
  readonly reached: Reached
  readonly database: DatabaseKey
}

/** The public checksum database, asked through the upstream (`/sumdb/NAME/…`) and believed only as far as its proofs go. */
export class PublicDatabase {
  readonly #name: string
  readonly #verifiers: readonly Verifier[]
  readonly #fetcher: Fetcher
  readonly #answers: Remembered<Uint8Array>
  readonly #head: KeptHead
  readonly #tiles: KeptTiles

  constructor({ fetcher, store, clock, reached, database }: DatabaseWorld) {
    const folder = `log/peers/${database.name}`
    this.#name = database.name
    this.#verifiers = [parseVerifier(database.verifierKey)]
    this.#fetcher = fetcher
    this.#answers = new Remembered<Uint8Array>(clock, databaseLifetime, {
      maxWeight: 16 << 20,
      weigh: bytes => bytes.length + 1,
    })
    this.#head = new KeptHead({ store, key: `${folder}/latest`, verifiers: this.#verifiers, reached })
    this.#tiles = new KeptTiles({ store, folder, clock, fetch: path => this.#ask(path) })
  }

  /**
   * The checksums that the database lists for `module`, proved to be in its tree; undefined where it lists none (404, 410 or 400).
   * The newest head seen is kept on return. Throws `not-checked` where the database was not to be asked, `bad-record`, `bad-note`,
   * `bad-tile`, `bad-proof` where an answer does not prove itself, `log-fork` where the database contradicts what it signed before.
   */
  async lookup(module: ModuleVersion): Promise<RecordHashes | undefined> {
    try {
      const bytes = await this.#lookupBytes(module)
      return bytes && (await this.#verify(bytes, module))
    } catch (error) {
      throw unchecked(`${module.path}@${module.version}`, error)
    }
  }

  /** The verified lookup of `module` as the database gave it. Throws `not-listed` and as `lookup` does. */
  async lookupAnswer(module: ModuleVersion): Promise<Uint8Array> {
    const bytes = (await this.lookup(module)) && (await this.#lookupBytes(module))
    if (bytes === undefined) throw new GoferryError('not-listed', { subject: `${module.path}@${module.version}` })
    return bytes
  }

  /** The database's newest signed head. Throws `bad-note`, and what the upstream does. */
  async latest(): Promise<Uint8Array> {
    return openSignedHead(await this.#ask('latest'), this.#verifiers).note
  }

  /** The hash tile at `path` (`tile/8/…`), kept or fetched; not verified. Throws `bad-tile`, `absent`, and what the upstream does. */
  async tile(path: string): Promise<Uint8Array> {
    const tile = parseTilePath(path)
    if (tile.level === 'data' || tile.height !== tileHeight) throw new GoferryError('absent', { subject: path })
    return (await this.#tiles.held(tile)) ?? this.#ask(path)
  }

  async #verify(bytes: Uint8Array, module: ModuleVersion): Promise<RecordHashes> {
    const reading = this.#tiles.reading()
    const kept = await this.#head.current()
    const database = { verifiers: this.#verifiers, kept, readTiles: reading.read }
    const { h1Zip, h1Mod, newHead } = await verifyLookup(bytes, module, database)
    if (newHead !== undefined) await this.#head.advance(newHead, reading.read)
    await reading.keep()
    return { h1Zip, h1Mod }
  }

  /** A refusal of the lookup means "not listed" only from an upstream that carries the database at all. */
  async #lookupBytes(module: ModuleVersion): Promise<Uint8Array | undefined> {
    try {
      return await this.#ask(`lookup/${escapePath(module.path)}@${escapeVersion(module.version)}`)
    } catch (error) {
      if (!isNotListed(error)) throw error
      await this.#ask('supported')
      return undefined
    }
  }

  #ask(path: string): Promise<Uint8Array> {
    const asked = `sumdb/${this.#name}/${path}`
    return this.#answers.get(asked, () => this.#fetcher.bytes(asked, databaseLimit))
  }
}

/** 404, 410 and 400 say that there is no such record; anything else says nothing. */
function isNotListed(error: unknown): boolean {
  return isGoferryError(error, 'absent') || (isGoferryError(error, 'upstream-refused') && error.params['code'] === 400)
}

/** What the upstream's failures mean for `subject`: not checked. Other errors stay as they are. */
function unchecked(subject: string, error: unknown): unknown {
  if (!isGoferryError(error, 'absent', 'upstream-refused', 'upstream-failed', 'too-large')) return error
  const why = error.reason === undefined ? {} : { reason: error.reason, params: error.params }
  return new GoferryError('not-checked', { subject, ...why, cause: error })
}
