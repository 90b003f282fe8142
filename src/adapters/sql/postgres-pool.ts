import { readFileSync } from 'node:fs'
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import { GoferryError } from '../../core/errors.ts'
import type { PostgresPlace } from './place.ts'
import { postgresError } from './postgres-error.ts'

/** Connections of one process: a node has a process for each core, and PostgreSQL allows 100 as it comes. */
const mostConnections = 4
const connectMs = 5000
const statementMs = 30_000
/** A server that is gone says nothing, one that lives ends a statement by itself. */
const answerMs = statementMs + connectMs
/** The number of the type `bigint`, which pg gives as text; numbers of goferry stay below 2^53. */
const int8 = 20

/**
 * Connections to the server of `place`, made when they are needed, with `options` as `-c NAME=VALUE`; failures are in
 * the words of goferry.
 */
export class GuardedPool implements PostgresPool {
  readonly options: object
  readonly #place: PostgresPlace
  readonly #pool: pg.Pool

  constructor(place: PostgresPlace, options = '') {
    this.#place = place
    this.options = {}
    this.#pool = openPool(place, options)
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#guard(this.#pool.connect())
    return new GuardedClient(client, work => this.#guard(work))
  }

  end(): Promise<void> {
    return this.#pool.end()
  }

  async #guard<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      throw postgresError(this.#place, error)
    }
  }
}

type Guard = <T>(work: Promise<T>) => Promise<T>

class GuardedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient
  readonly #guard: Guard
  #isBroken = false

  constructor(client: pg.PoolClient, guard: Guard) {
    this.#client = client
    this.#guard = guard
  }

  /** Kysely asks for cursors only where a class for them was named. */
  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query(sql: unknown, parameters: readonly unknown[] = []): unknown {
    return this.#guard(this.#answer(String(sql), parameters))
  }

  release(discard?: boolean): void {
    this.#client.release(discard || this.#isBroken)
  }

  /** A query that was not answered in time is still under way: nobody may use its connection again. */
  async #answer(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    try {
      return await this.#client.query(sql, [...parameters])
    } catch (error) {
      this.#isBroken ||= error instanceof Error && error.message === 'Query read timeout'
      throw error
    }
  }
}

function openPool(place: PostgresPlace, options: string): pg.Pool {
  const { host, port, database, user, password, schema } = place
  const pool = new pg.Pool({
    host,
    port,
    database,
    user,
    ...(password !== undefined && { password }),
    ssl: tlsOptions(place),
    max: mostConnections,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    query_timeout: answerMs,
    keepAlive: true,
    application_name: 'goferry',
    options: `-c search_path=${schema} ${options}`,
    types: { getTypeParser: (type, format) => (type === int8 ? Number : pg.types.getTypeParser(type, format)) },
  })
  // A connection that ends while nobody waits for it is no failure: the next call makes another.
  pool.on('error', () => undefined)
  pool.on('connect', client => void client.on('error', () => undefined))
  return pool
}

function tlsOptions({ tls: { mode, authorities } }: PostgresPlace): pg.PoolConfig['ssl'] {
  if (mode === 'disable') return false
  return {
    rejectUnauthorized: mode !== 'require',
    ...(authorities !== undefined && { ca: certificates(authorities) }),
    ...(mode === 'verify-ca' && { checkServerIdentity: () => undefined }),
  }
}

function certificates(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    throw new GoferryError('bad-settings', {
      subject: file,
      reason: 'database-authorities',
      params: { problem },
      cause,
    })
  }
}
