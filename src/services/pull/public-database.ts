import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { parseVerifier, type Verifier } from '../../core/note/key.ts'
import type { RecordHashes } from '../../core/sumdb/record-hashes.ts'
import { openSignedHead } from '../../core/sumdb/signed-head.ts'
import { verifyLookup } from '../../core/sumdb/verify-lookup.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Reached } from '../../ports/steps.ts'
import type { Store } from '../../ports/store.ts'
import { DatabaseAnswers, unchecked } from './database-answers.ts'
import type { Fetcher } from './fetcher.ts'
import { KeptHead } from './kept-head.ts'
import { KeptTiles, type TileReading } from './kept-tiles.ts'
import type { DatabaseKey } from './world.ts'

/** What the public database needs of the node. */
export interface DatabaseWorld {
  readonly fetcher: Fetcher
  readonly store: Store
  readonly clock: Clock
  readonly journal: Journal
  readonly reached: Reached
  readonly database: DatabaseKey
}

/**
 * The public checksum database, asked through the upstream (`/sumdb/NAME/…`) and believed only as far as its proofs go.
 */
export class PublicDatabase {
  readonly #verifiers: readonly Verifier[]
  readonly #answers: DatabaseAnswers
  readonly #head: KeptHead
  readonly #tiles: KeptTiles

  constructor({ fetcher, store, clock, journal, reached, database }: DatabaseWorld) {
    const folder = `log/peers/${database.name}`
    this.#verifiers = [parseVerifier(database.verifierKey)]
    this.#answers = new DatabaseAnswers({ fetcher, clock, name: database.name })
    this.#head = new KeptHead({ store, key: `${folder}/latest`, verifiers: this.#verifiers, reached })
    this.#tiles = new KeptTiles({ store, folder, clock, journal, fetch: path => this.#answers.ask(path) })
  }

  /**
   * The checksums that the database lists for `module`, proved to be in its tree; undefined where
   * it lists none (404, 410 or 400). The newest head seen is kept on return. Throws `not-checked`
   * where the database was not to be asked, `bad-record`, `bad-note`, `bad-proof` where an answer
   * does not prove itself, `log-fork` where the database contradicts what it signed before.
   */
  async lookup(module: ModuleVersion): Promise<RecordHashes | undefined> {
    return (await this.#lookup(module))?.hashes
  }

  /** The verified lookup of `module` as the database gave it. Throws `not-listed` and as `lookup` does. */
  async lookupAnswer(module: ModuleVersion): Promise<Uint8Array> {
    const found = await this.#lookup(module)
    if (found === undefined) throw notListed(module)
    return found.bytes
  }

  /**
   * The database's newest signed head, on one time line with the kept one,
   * or that one where it is newer: nobody is shown a rollback.
   * Throws `bad-note`, `bad-proof`, `log-fork`, and what the upstream does.
   */
  async latest(): Promise<Uint8Array> {
    const head = openSignedHead(await this.#answers.ask('latest'), this.#verifiers)
    await this.#proved(`${head.size}`, reading => this.#head.advance(head, reading.read))
    return ((await this.#head.current()) ?? head).note
  }

  /**
   * The hash tile at `path` (`tile/8/…`), kept or fetched. One that was fetched has the right length, and is for
   * the client to verify. Throws `bad-tile` for what is no path of a tile, `absent` for one of data or of another
   * height, `bad-proof` for what is no tile, and what the upstream does.
   */
  async tile(path: string): Promise<Uint8Array> {
    return this.#tiles.heldOrFetched(path)
  }

  async #lookup(module: ModuleVersion): Promise<{ hashes: RecordHashes; bytes: Uint8Array } | undefined> {
    const subject = `${module.path}@${module.version}`
    try {
      const bytes = await this.#answers.lookup(module)
      if (bytes === undefined) return undefined
      return { hashes: await this.#proved(subject, reading => this.#verify(bytes, module, reading)), bytes }
    } catch (error) {
      throw unchecked(subject, error)
    }
  }

  async #verify(bytes: Uint8Array, module: ModuleVersion, reading: TileReading): Promise<RecordHashes> {
    const kept = await this.#head.current()
    const database = { verifiers: this.#verifiers, kept, readTiles: reading.read }
    const { h1Zip, h1Mod, newHead } = await verifyLookup(bytes, module, database)
    if (newHead !== undefined) await this.#head.advance(newHead, reading.read)
    return { h1Zip, h1Mod }
  }

  /**
   * Runs `check`, which reads tiles, and keeps those that it fetched. Where it fails by a
   * tile, it runs once more without the kept ones: a damaged one must not stand for ever,
   * and is replaced. Throws `bad-proof` where the database's own tiles do not fit either.
   */
  async #proved<T>(subject: string, check: (reading: TileReading) => Promise<T>): Promise<T> {
    try {
      return await this.#checkAndKeep(this.#tiles.reading(), check)
    } catch (error) {
      if (!isGoferryError(error, 'bad-tile')) throw error
    }
    try {
      return await this.#checkAndKeep(this.#tiles.reading({ afresh: true }), check)
    } catch (error) {
      if (!isGoferryError(error, 'bad-tile')) throw error
      const { reason, params } = error
      throw new GoferryError('bad-proof', {
        subject,
        params,
        cause: error,
        ...(reason === undefined ? {} : { reason }),
      })
    }
  }

  async #checkAndKeep<T>(reading: TileReading, check: (reading: TileReading) => Promise<T>): Promise<T> {
    const result = await check(reading)
    await reading.keep()
    return result
  }
}

/** That the database lists no such version. It does not say why; of `+incompatible` the reason is known. */
export function notListed({ path, version }: ModuleVersion): GoferryError {
  const subject = `${path}@${version}`
  const [, base, major] = /^((v\d+)\..*)\+incompatible$/.exec(version) ?? []
  if (major === undefined) return new GoferryError('not-listed', { subject })
  const other = `${path}/${major}@${base}`
  return new GoferryError('not-listed', { subject, reason: 'pull-incompatible', params: { other } })
}
