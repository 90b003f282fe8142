import { setTimeout } from 'node:timers/promises'
import { Kysely, sql, type Transaction } from 'kysely'
import { dialectOf } from './dialect.ts'
import { isMigrated, migrate, type Owner } from './migrate.ts'
import type { DatabaseKind, DatabasePlace } from './place.ts'
import { isConflict } from './postgres-error.ts'
import type { SchemaPart } from './schema-part.ts'

/** So often a transaction is run when it meets others that touch the same rows. */
const mostAttempts = 6

/**
 * An open database with the tables of one part. Failures of any call are `no-space`, `busy`, `io-failed`,
 * `store-damaged` (SQLite), `database-unreachable` or `database-refused` (PostgreSQL).
 */
export class Database<Tables> {
  /** For what the engines do not share: row locks (`for update skip locked`), say, of which SQLite needs none. */
  readonly kind: DatabaseKind
  /** Single statements. */
  readonly query: Kysely<Tables>
  readonly #place: DatabasePlace

  constructor(place: DatabasePlace, query: Kysely<Tables>) {
    this.kind = place.kind
    this.query = query
    this.#place = place
  }

  /**
   * Runs `work` in a transaction: all of it or nothing. `work` may run several times, where PostgreSQL breaks off one
   * of two that are in each other's way. On SQLite one transaction runs at a time, on PostgreSQL as "read committed".
   * Where it is not to be durable, a power cut may undo it on SQLite, which saves a wait for the disk: all who know of
   * it go down with the machine. A server of PostgreSQL may go down alone: what it said stays.
   */
  async transaction<R>(work: (transaction: Transaction<Tables>) => Promise<R>, { isDurable = true } = {}): Promise<R> {
    if (!isDurable && this.#place.kind === 'sqlite' && this.#place.sync === 'full') return this.#withoutSync(work)
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.query.transaction().execute(work)
      } catch (error) {
        if (!isConflict(error) || attempt === mostAttempts) throw error
      }
      await setTimeout(5 * 2 ** attempt * Math.random())
    }
  }

  #withoutSync<R>(work: (transaction: Transaction<Tables>) => Promise<R>): Promise<R> {
    return this.query.connection().execute(async connection => {
      await sql`pragma synchronous = normal`.execute(connection)
      try {
        return await connection.transaction().execute(work)
      } finally {
        await sql`pragma synchronous = full`.execute(connection)
      }
    })
  }

  /** Ends all connections; no call may follow. Safe to call more than once. */
  async close(): Promise<void> {
    await this.query.destroy()
  }
}

/**
 * Opens the database at `place` and makes the tables of `part` in it, or brings them to this program's version. On a
 * server, `owner` keeps two nodes from sharing a schema by accident. Throws what `Database` throws.
 */
export async function openDatabase<Tables>(
  place: DatabasePlace,
  part: SchemaPart,
  owner?: Owner,
): Promise<Database<Tables>> {
  const query = new Kysely<Tables>({ dialect: await dialectOf(place, part) })
  try {
    const parts = { place, part, owner }
    const reading = query.transaction().setAccessMode('read only')
    const isReady = await reading.execute(transaction => isMigrated(transaction as Transaction<unknown>, parts))
    if (!isReady) await query.transaction().execute(transaction => migrate(transaction as Transaction<unknown>, parts))
    return new Database(place, query)
  } catch (error) {
    await query.destroy()
    throw error
  }
}
