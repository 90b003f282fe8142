import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { parseVerifier, type Verifier } from '../../core/note/key.ts'
import type { RecordHashes } from '../../core/sumdb/record-hashes.ts'
import { openSignedHead } from '../../core/sumdb/signed-head.ts'
import { verifyLookup } from '../../core/sumdb/verify-lookup.ts'
import { parseTilePath, tileHeight } from '../../core/tlog/tile.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import { DatabaseAnswers } from './database-answers.ts'
import type { Fetcher } from './fetcher.ts'
import { KeptHead } from './kept-head.ts'
import { KeptTiles } from './kept-tiles.ts'
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
  readonly #verifiers: readonly Verifier[]
  readonly #answers: DatabaseAnswers
  readonly #head: KeptHead
  readonly #tiles: KeptTiles

  constructor({ fetcher, store, clock, reached, database }: DatabaseWorld) {
    const folder = `log/peers/${database.name}`
    this.#verifiers = [parseVerifier(database.verifierKey)]
    this.#answers = new DatabaseAnswers({ fetcher, clock, name: database.name })
    this.#head = new KeptHead({ store, key: `${folder}/latest`, verifiers: this.#verifiers, reached })
    this.#tiles = new KeptTiles({ store, folder, clock, fetch: path => this.#answers.ask(path) })
  }

  /**
   * The checksums that the database lists for `module`, proved to be in its tree; undefined where it lists none (404, 410 or 400).
   * The newest head seen is kept on return. Throws `not-checked` where the database was not to be asked, `bad-record`, `bad-note`,
   * `bad-tile`, `bad-proof` where an answer does not prove itself, `log-fork` where the database contradicts what it signed before.
   */
  async lookup(module: ModuleVersion): Promise<RecordHashes | undefined> {
    try {
      const bytes = await this.#answers.lookup(module)
      return bytes && (await this.#verify(bytes, module))
    } catch (error) {
      throw unchecked(`${module.path}@${module.version}`, error)
    }
  }

  /** The verified lookup of `module` as the database gave it. Throws `not-listed` and as `lookup` does. */
  async lookupAnswer(module: ModuleVersion): Promise<Uint8Array> {
    const bytes = (await this.lookup(module)) && (await this.#answers.lookup(module))
    if (bytes === undefined) throw new GoferryError('not-listed', { subject: `${module.path}@${module.version}` })
    return bytes
  }

  /** The database's newest signed head. Throws `bad-note`, and what the upstream does. */
  async latest(): Promise<Uint8Array> {
    return openSignedHead(await this.#answers.ask('latest'), this.#verifiers).note
  }

  /** The hash tile at `path` (`tile/8/…`), kept or fetched; not verified. Throws `bad-tile`, `absent`, and what the upstream does. */
  async tile(path: string): Promise<Uint8Array> {
    const tile = parseTilePath(path)
    if (tile.level === 'data' || tile.height !== tileHeight) throw new GoferryError('absent', { subject: path })
    return (await this.#tiles.held(tile)) ?? this.#answers.ask(path)
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
}

/** What the upstream's failures mean for `subject`: not checked. Other errors stay as they are. */
function unchecked(subject: string, error: unknown): unknown {
  if (!isGoferryError(error, 'absent', 'upstream-refused', 'upstream-failed', 'too-large')) return error
  const why = error.reason === undefined ? {} : { reason: error.reason, params: error.params }
  return new GoferryError('not-checked', { subject, ...why, cause: error })
}
