import { type Dialect, type Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { SqlitePlace } from './place.ts'
import { SqliteDriver } from './sqlite-driver.ts'

/** SQLite as Kysely speaks it, over Node's own. */
export class SqliteDialect implements Dialect {
  readonly #place: SqlitePlace

  constructor(place: SqlitePlace) {
    this.#place = place
  }

  createDriver = (): SqliteDriver => new SqliteDriver(this.#place)
  createQueryCompiler = (): SqliteQueryCompiler => new SqliteQueryCompiler()
  createAdapter = (): SqliteAdapter => new SqliteAdapter()
  createIntrospector = (database: Kysely<unknown>): SqliteIntrospector => new SqliteIntrospector(database)
}
