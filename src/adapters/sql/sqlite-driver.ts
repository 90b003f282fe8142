import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'
import type { SqlitePlace } from './place.ts'
import { isLocked, sqliteError } from './sqlite-error.ts'
import { SqliteStatements } from './sqlite-statements.ts'

/** For so long a process waits for another one that writes. */
const patienceMs = 10_000
/** Statements run on the calling thread: after so long, what else waits for the thread has its turn. */
const turnMs = 10

/**
 * Node's own SQLite, with a write-ahead log, as a driver of Kysely: one connection, which Kysely gives to one at a
 * time. A transaction takes the lock of the file at its beginning.
 */
export class SqliteDriver implements Driver {
  readonly #place: SqlitePlace
  #connection: SqliteConnection | undefined

  constructor(place: SqlitePlace) {
    this.#place = place
  }

  async init(): Promise<void> {
    const { file, sync } = this.#place
    this.#connection = await patiently(file, () => {
      closeSync(openSync(file, 'a', 0o600))
      const database = new DatabaseSync(file)
      try {
        database.exec(`pragma journal_mode = wal; pragma synchronous = ${sync}`)
      } catch (error) {
        database.close()
        throw error
      }
      return new SqliteConnection(file, database)
    })
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#opened()
  }

  async beginTransaction(_connection: DatabaseConnection, { accessMode }: TransactionSettings): Promise<void> {
    await this.#opened().exec(accessMode === 'read only' ? 'begin' : 'begin immediate')
  }

  async commitTransaction(): Promise<void> {
    await this.#opened().exec('commit')
  }

  /** Some failures have ended the transaction already. */
  async rollbackTransaction(): Promise<void> {
    const connection = this.#opened()
    if (connection.isInTransaction()) await connection.exec('rollback')
  }

  async releaseConnection(): Promise<void> {
    // Kysely lets the next one have it.
  }

  async destroy(): Promise<void> {
    this.#connection?.close()
    this.#connection = undefined
  }

  #opened(): SqliteConnection {
    if (this.#connection === undefined) throw new TypeError('the database is closed')
    return this.#connection
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #file: string
  readonly #database: DatabaseSync
  readonly #statements: SqliteStatements
  #turnBegan = performance.now()

  constructor(file: string, database: DatabaseSync) {
    this.#file = file
    this.#database = database
    this.#statements = new SqliteStatements(database)
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    await this.#giveTurn()
    return patiently(this.#file, () => {
      const { statement, givesRows } = this.#statements.prepare(sql)
      const values = parameters as SQLInputValue[]
      // Node's rows have no prototype; those of pg have.
      if (givesRows) return { rows: statement.all(...values).map(row => ({ ...row }) as R) }
      const { changes, lastInsertRowid } = statement.run(...values)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    })
  }

  // biome-ignore lint/correctness/useYield: nothing of goferry reads row by row
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TypeError('rows are not streamed')
  }

  async exec(sql: string): Promise<void> {
    await patiently(this.#file, () => this.#database.exec(sql))
  }

  isInTransaction(): boolean {
    return this.#database.isTransaction
  }

  close(): void {
    try {
      this.#database.close()
    } catch (error) {
      throw sqliteError(this.#file, error)
    }
  }

  async #giveTurn(): Promise<void> {
    if (performance.now() - this.#turnBegan < turnMs) return
    await setImmediate()
    this.#turnBegan = performance.now()
  }
}

/** Runs `work` again while another process holds the lock of `file`; the thread is free meanwhile. */
async function patiently<T>(file: string, work: () => T): Promise<T> {
  const end = performance.now() + patienceMs
  for (let pause = 1; ; pause = Math.min(2 * pause, 50)) {
    try {
      return work()
    } catch (error) {
      if (!isLocked(error) || performance.now() > end) throw sqliteError(file, error)
    }
    await setTimeout(pause * (0.5 + Math.random()))
  }
}
