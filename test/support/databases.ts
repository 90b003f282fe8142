import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import type { DatabasePlace, PostgresPlace } from '../../src/adapters/sql/place.ts'
import { temporaryFolders } from './disk/temporary-folder.ts'

/** The server of the tests: `./goferry test` says where it is. */
const server = process.env['GOFERRY_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** An engine, and a new empty place on it at each call. */
export interface TestDatabases {
  readonly name: 'SQLite' | 'PostgreSQL'
  readonly place: () => DatabasePlace
}

/** Both engines, for suites that run on each; what they made is removed after the tests of the file. */
export function testDatabases(): TestDatabases[] {
  const folder = temporaryFolders()
  const schemas = postgresSchemas()
  return [
    { name: 'SQLite', place: () => ({ kind: 'sqlite', file: join(folder(), 'test.sqlite'), sync: 'normal' }) },
    { name: 'PostgreSQL', place: schemas },
  ]
}

/** Gives a place on the server that nothing uses yet; its schema is dropped after the tests of the file. */
function postgresSchemas(): () => PostgresPlace {
  const places: PostgresPlace[] = []
  after(() => Promise.all(places.map(dropSchema)))
  return () => {
    const place = newSchema()
    places.push(place)
    return place
  }
}

/** A place on the server that nothing uses yet. */
export function newSchema(): PostgresPlace {
  return placeAt(server, `test_${randomBytes(8).toString('hex')}`)
}

/** Removes a place on the server with all that it holds. */
export async function dropSchema({ schema }: PostgresPlace): Promise<void> {
  await onServer(`drop schema if exists ${schema} cascade`)
}

/** The place of `schema` on the server at `url`. */
export function placeAt(url: string, schema: string): PostgresPlace {
  const { hostname, port, username, pathname } = new URL(url)
  return {
    kind: 'postgres',
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: username,
    password: undefined,
    tls: { mode: 'disable', authorities: undefined },
    schema,
  }
}

/** Runs statements on a server beside goferry, by default on that of the tests. */
export async function onServer(sql: string, url = server): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}
