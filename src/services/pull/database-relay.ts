import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { ListedRecord } from '../../core/proofs/proofs.ts'
import { formatLookup } from '../../core/sumdb/lookup.ts'
import type { SignedHead } from '../../core/sumdb/signed-head.ts'
import type { HashTile } from '../../core/tlog/tile.ts'
import type { Store } from '../../ports/store.ts'
import type { DatabaseHeads } from './database-heads.ts'
import { KeptRecords } from './kept-records.ts'
import { notListed, type PublicDatabase } from './public-database.ts'

/**
 * The public database as clients of this node see it: every lookup is verified and given under one head, which moves
 * when a record lies beyond it or somebody asks for that, and then only to one that goes on from it.
 */
export class DatabaseRelay {
  readonly #database: PublicDatabase
  readonly #heads: DatabaseHeads
  readonly #records: KeptRecords

  /** `name`: that of the database. */
  constructor(deps: { database: PublicDatabase; heads: DatabaseHeads; store: Store; name: string }) {
    this.#database = deps.database
    this.#heads = deps.heads
    this.#records = new KeptRecords(deps)
  }

  /**
   * The record of `module` and its id, proved to be in the tree: of a client's lookup that was answered before, else
   * asked for now. Throws `not-listed` and as `PublicDatabase.lookup` does.
   */
  async record(module: ModuleVersion): Promise<ListedRecord> {
    return (await this.#records.read(module)) ?? (await this.#lookedUp(module))
  }

  /**
   * What a client's lookup of `module` is answered with. `remembers`: whether it is to be answered also when the
   * upstream is gone. Throws as `record` does.
   */
  async lookup(module: ModuleVersion, { remembers }: { remembers: boolean }): Promise<Uint8Array> {
    const kept = await this.#records.read(module)
    const record = kept ?? (await this.#lookedUp(module))
    if (remembers && kept === undefined) await this.#keep(module, record)
    const served = await this.#heads.served.newest()
    const head = served !== undefined && record.id < served.size ? served : await this.#advance()
    return formatLookup({ ...record, head: head.note })
  }

  /** The head that clients are given: before the first, the newest one. Throws as `serveNewest` does. */
  async latest(): Promise<Uint8Array> {
    const head = (await this.#heads.served.newest()) ?? (await this.serveNewest())
    return head.note
  }

  /** The hash tile at `path`, as `PublicDatabase.tile` gives it. */
  tile(path: string): Promise<Uint8Array> {
    return this.#database.tile(path)
  }

  /** The bytes of `tile` as `PublicDatabase.fetchedTile` gives them. */
  fetchedTile(tile: HashTile): Promise<Uint8Array> {
    return this.#database.fetchedTile(tile)
  }

  /** Every head that clients were given, the newest first. Throws what the store throws. */
  servedHeads(): Promise<readonly SignedHead[]> {
    return this.#heads.served.all()
  }

  /** Gives clients the database's newest head from now on. Throws as `PublicDatabase.seeNewest` does. */
  async serveNewest(): Promise<SignedHead> {
    await this.#database.seeNewest()
    return this.#advance()
  }

  /** What could not be kept is asked for again: the answer is as good. */
  async #keep(module: ModuleVersion, record: ListedRecord): Promise<void> {
    try {
      await this.#records.keep(module, record)
    } catch (error) {
      if (!isGoferryError(error, 'no-space', 'io-failed')) throw error
    }
  }

  /** Gives clients the newest head that was seen. */
  async #advance(): Promise<SignedHead> {
    const { seen, served } = this.#heads
    const next = await seen.current()
    if (next === undefined) throw new GoferryError('internal', { subject: 'advance' })
    return served.advance(next, check => this.#database.proved(`${next.size}`, ({ read }) => check(read)))
  }

  async #lookedUp(module: ModuleVersion): Promise<ListedRecord> {
    const found = await this.#database.record(module)
    if (found === undefined) throw notListed(module)
    return found
  }
}
