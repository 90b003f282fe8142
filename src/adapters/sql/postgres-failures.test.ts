import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { onServer, placeAt } from '../../../test/support/databases.ts'
import { type PostgresServer, startPostgres } from '../../../tools/postgres.ts'
import { describe as inWords } from '../../core/errors.ts'
import { openDatabase } from './database.ts'
import type { PostgresPlace } from './place.ts'
import type { SchemaPart } from './schema-part.ts'
import { SqlIndex } from './sql-index.ts'

const part: SchemaPart = { name: 'none', migrations: [] }

describe('a PostgreSQL server that', () => {
  let server: PostgresServer
  let place: PostgresPlace
  before(async () => {
    server = await startPostgres({ password: 'hunter2', settings: ['max_connections = 8'] })
    place = { ...placeAt(server.url, 'goferry'), password: 'hunter2' }
  })
  after(() => server.stop())

  /** The failure of opening `at`, in words of both languages; none holds the password. */
  async function failure(at: PostgresPlace): Promise<{ code: string; reason: string; text: string }> {
    const error = await openDatabase(at, part).then(
      database => database.close(),
      reason => reason,
    )
    assert.ok(error, 'it opened')
    const texts = [inWords(error, 'en'), inWords(error, 'zh'), String(error.stack)]
    for (const text of texts) assert.doesNotMatch(text, /hunter2|wrong-one/)
    return { code: error.code, reason: error.reason, text: texts[0] ?? '' }
  }

  it('knows the password opens', async () => {
    await (await openDatabase(place, part)).close()
  })

  for (const [what, password] of [
    ['a wrong password', 'wrong-one'],
    ['no password', undefined],
  ] as const)
    it(`is given ${what} is named with the user, and what to do`, async () => {
      const { code, reason, text } = await failure({ ...place, password })
      assert.deepEqual([code, reason], ['database-refused', 'database-password'])
      assert.match(text, new RegExp(`127.0.0.1:${place.port}/postgres .*user postgres .*GOFERRY_DATABASE_PASSWORD`))
    })

  it('has no such database says how to make it', async () => {
    const { code, text } = await failure({ ...place, database: 'nowhere' })
    assert.equal(code, 'database-refused')
    assert.match(text, /createdb -O postgres nowhere/)
  })

  it('gives the user no right says which', async () => {
    await onServer("create role weak login password 'hunter2'", withPassword(server.url))
    const { code, reason } = await failure({ ...place, user: 'weak', schema: 'other' })
    assert.deepEqual([code, reason], ['database-refused', 'database-rights'])
    await onServer('create database its_own owner weak', withPassword(server.url))
    await (await openDatabase({ ...place, user: 'weak', database: 'its_own' }, part)).close()
  })

  it('does not speak TLS is not spoken to where it is asked for', async () => {
    const { code, reason } = await failure({ ...place, tls: { mode: 'require', authorities: undefined } })
    assert.deepEqual([code, reason], ['database-refused', 'database-tls'])
  })

  it('has no connection left is unreachable', async () => {
    const few = { ...place, schema: 'few' }
    const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase(few, part)))
    const busy = opened.flatMap(({ query }) =>
      Array.from({ length: 3 }, () => sql`select pg_sleep(0.3)`.execute(query)),
    )
    const ended = await Promise.allSettled(busy)
    const failed = ended.flatMap(one => (one.status === 'rejected' ? [one.reason.code] : []))
    assert.ok(failed.length > 0)
    assert.deepEqual([...new Set(failed)], ['database-unreachable'])
    await Promise.all(opened.map(database => database.close()))
  })

  it('ends a connection in the midst fails that call, and answers the next', async () => {
    const database = await openDatabase(place, part)
    const cut = database.transaction(async transaction => {
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(transaction)
    })
    await assert.rejects(cut, { code: 'database-unreachable' })
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.query)
    assert.equal(rows[0]?.one, 1)
    await database.close()
  })

  it('sees two transactions in each other’s way lets both come to their end', async () => {
    const database = await openDatabase<{ thing: { id: number; n: number } }>(place, part)
    await sql`create table thing (id bigint, n bigint)`.execute(database.query)
    await sql`insert into thing values (1, 0), (2, 0)`.execute(database.query)
    let runs = 0
    let arrived: () => void = () => undefined
    const both = new Promise<void>(resolve => {
      arrived = () => {
        if (runs === 2) resolve()
      }
    })
    const cross = (first: number, second: number) =>
      database.transaction(async transaction => {
        const step = (id: number) =>
          transaction
            .updateTable('thing')
            .set(o => ({ n: o('n', '+', 1) }))
            .where('id', '=', id)
            .execute()
        runs++
        await step(first)
        arrived()
        await both
        await step(second)
      })
    await Promise.all([cross(1, 2), cross(2, 1)])
    assert.ok(runs > 2, String(runs))
    assert.deepEqual(
      (await database.query.selectFrom('thing').select('n').execute()).map(row => row.n),
      [2, 2],
    )
    await database.close()
  })

  it('goes away and comes back is used again by an index that was open', async () => {
    const mortal = await startPostgres()
    const at = placeAt(mortal.url, 'goferry')
    const index = new SqlIndex(at)
    const cursor = { log: 'log.test', size: 1, root: 'ab' }
    await index.put([], cursor)
    await mortal.restart()
    assert.deepEqual(await index.cursor(), cursor)
    await mortal.stop()
    await assert.rejects(index.cursor(), { code: 'database-unreachable', reason: 'database-away' })
    await assert.rejects(new SqlIndex(at).cursor(), error => {
      const text = `^the database 127.0.0.1:${at.port}/postgres cannot be reached: no answer \\(ECONNREFUSED\\)`
      assert.match(inWords(error, 'en'), new RegExp(text))
      return true
    })
    await index.close()
  })
})

function withPassword(url: string): string {
  return url.replace('postgres@', 'postgres:hunter2@')
}
