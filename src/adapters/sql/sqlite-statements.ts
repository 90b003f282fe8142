import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** So many compiled statements are kept: more than a node has, but for lists of different lengths. */
const most = 200

/** A compiled statement, and whether it gives rows. */
export interface Prepared {
  readonly statement: StatementSync
  readonly givesRows: boolean
}

/** The statements of one connection by their text, each compiled once; the least recently used make room. */
export class SqliteStatements {
  readonly #database: DatabaseSync
  readonly #kept = new Map<string, Prepared>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** The statement of the text `sql`. Throws what SQLite throws. */
  prepare(sql: string): Prepared {
    const prepared = this.#kept.get(sql) ?? this.#compile(sql)
    this.#kept.delete(sql)
    this.#kept.set(sql, prepared)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > most && oldest !== undefined) this.#kept.delete(oldest)
    return prepared
  }

  #compile(sql: string): Prepared {
    const statement = this.#database.prepare(sql)
    return { statement, givesRows: statement.columns().length > 0 }
  }
}
