import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { ListedRecord } from '../../core/proofs/proofs.ts'
import { goSumLines } from '../../core/sumdb/go-sum-lines.ts'
import type { RecordHashes } from '../../core/sumdb/record-hashes.ts'
import { openSignedHead } from '../../core/sumdb/signed-head.ts'
import { type VerifiedLookup, verifyLookup } from '../../core/sumdb/verify-lookup.ts'
import type { HashTile } from '../../core/tlog/tile.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Journal } from '../../ports/journal.ts'
import type { Store } from '../../ports/store.ts'
import { DatabaseAnswers, unchecked } from './database-answers.ts'
import type { DatabaseHeads } from './database-heads.ts'
import type { Fetcher } from './fetcher.ts'
import { KeptTiles, type TileReading } from './kept-tiles.ts'

/** What the public database needs of the node. */
export interface DatabaseWorld {
  readonly fetcher: Fetcher
  readonly store: Store
  readonly clock: Clock
  readonly journal: Journal
  readonly database: { readonly name: string }
  readonly heads: DatabaseHeads
}

/**
 * The public checksum database, asked through the upstream (`/sumdb/NAME/…`) and believed only as far as its proofs go.
 */
export class PublicDatabase {
  readonly #heads: DatabaseHeads
  readonly #answers: DatabaseAnswers
  readonly #tiles: KeptTiles

  constructor({ fetcher, store, clock, journal, database: { name }, heads }: DatabaseWorld) {
    this.#heads = heads
    this.#answers = new DatabaseAnswers({ fetcher, clock, name })
    this.#tiles = new KeptTiles({ store, name, clock, journal, fetch: path => this.#answers.ask(path) })
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

  /** The record of `module` with its id, proved as by `lookup`; undefined where the database lists none. */
  async record(module: ModuleVersion): Promise<ListedRecord | undefined> {
    return (await this.#lookup(module))?.record
  }

  /**
   * Asks for the database's newest signed head and keeps it, if it is newer than what was seen, and on one time line
   * with it. Throws `bad-note`, `bad-proof`, `log-fork`, and what the upstream does.
   */
  async seeNewest(): Promise<void> {
    const { seen, verifiers } = this.#heads
    const head = openSignedHead(await this.#answers.ask('latest'), verifiers)
    await this.proved(`${head.size}`, ({ read }) => seen.advance(head, read))
  }

  /** The bytes of `tile` as the database gives them now, not verified. Throws `bad-proof` for another number. */
  fetchedTile(tile: HashTile): Promise<Uint8Array> {
    return this.#tiles.fetched(tile)
  }

  /**
   * The hash tile at `path` (`tile/8/…`), kept or fetched. One that was fetched has the right length, and is for
   * the client to verify. Throws `bad-tile` for what is no path of a tile, `absent` for one of data or of another
   * height, `bad-proof` for what is no tile, and what the upstream does.
   */
  async tile(path: string): Promise<Uint8Array> {
    return this.#tiles.heldOrFetched(path)
  }

  async #lookup(module: ModuleVersion): Promise<{ hashes: RecordHashes; record: ListedRecord } | undefined> {
    const subject = `${module.path}@${module.version}`
    try {
      const bytes = await this.#answers.lookup(module)
      if (bytes === undefined) return undefined
      const { id, h1Zip, h1Mod } = await this.proved(subject, reading => this.#verify(bytes, module, reading))
      const hashes = { h1Zip, h1Mod }
      return { hashes, record: { id, text: goSumLines({ ...module, ...hashes }) } }
    } catch (error) {
      throw unchecked(subject, error)
    }
  }

  async #verify(bytes: Uint8Array, module: ModuleVersion, reading: TileReading): Promise<VerifiedLookup> {
    const { seen, verifiers } = this.#heads
    const kept = await seen.current()
    const verified = await verifyLookup(bytes, module, { verifiers, kept, readTiles: reading.read })
    if (verified.newHead !== undefined) await seen.advance(verified.newHead, reading.read)
    return verified
  }

  /**
   * Runs `check`, which reads tiles, and keeps those that it fetched. Where it fails by a
   * tile, it runs once more without the kept ones: a damaged one must not stand for ever,
   * and is replaced. Throws `bad-proof` where the database's own tiles do not fit either.
   */
  async proved<T>(subject: string, check: (reading: TileReading) => Promise<T>): Promise<T> {
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
