import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { testDatabases } from '../../../test/support/databases.ts'
import { openDatabase } from './database.ts'
import type { DatabasePlace } from './place.ts'
import type { Migration, SchemaPart } from './schema-part.ts'

/** A step that makes the table `name`. */
function table(name: string, readableFrom: number): Migration {
  return {
    readableFrom,
    make: async ({ database, types: { id, end } }) => {
      await database.schema.createTable(name).addColumn('id', id).modifyEnd(end).execute()
    },
  }
}

const first: SchemaPart = { name: 'things', migrations: [table('one', 1)] }
const second: SchemaPart = { name: 'things', migrations: [...first.migrations, table('two', 1)] }
const third: SchemaPart = { name: 'things', migrations: [...second.migrations, table('three', 2)] }
const owner = { name: 'log.test', formerNames: ['old.test'] }

for (const { name, place } of testDatabases())
  describe(`the version of a database: ${name}`, () => {
    const run = async (at: DatabasePlace, part: SchemaPart, statement?: string, who?: typeof owner) => {
      const database = await openDatabase<{ goferry_migration: { version: number } }>(at, part, who)
      try {
        if (statement !== undefined) await sql.raw(statement).execute(database.query)
        const rows = await database.query.selectFrom('goferry_migration').select('version').orderBy('version').execute()
        return rows.map(row => row.version)
      } finally {
        await database.close()
      }
    }

    it('becomes that of the program, step by step, and once only', async () => {
      const at = place()
      assert.deepEqual(await run(at, first), [1])
      assert.deepEqual(await run(at, third), [1, 2, 3])
      assert.deepEqual(await run(at, third, 'select * from one, two, three'), [1, 2, 3])
    })

    it('is made once when many open it at the same time', async () => {
      const at = place()
      const opened = await Promise.all(Array.from({ length: 6 }, () => openDatabase(at, third)))
      await Promise.all(opened.map(database => database.close()))
      assert.deepEqual(await run(at, third), [1, 2, 3])
    })

    it('is counted for each part by itself', async () => {
      const at = place()
      await run(at, second)
      assert.deepEqual(await run(at, { name: 'others', migrations: [table('other', 1)] }), [1, 1, 2])
    })

    it('stays as it was when a step fails', async () => {
      const at = place()
      await run(at, first)
      const failing: Migration = {
        readableFrom: 1,
        make: async ({ database }) => void (await sql`insert into nothing values (1)`.execute(database)),
      }
      await assert.rejects(run(at, { name: 'things', migrations: [...second.migrations, failing] }))
      assert.deepEqual(await run(at, second), [1, 2])
    })

    it('is refused where it is newer, unless the newer one says that this program can read it', async () => {
      const at = place()
      await run(at, third)
      assert.deepEqual(await run(at, second), [1, 2, 3])
      await assert.rejects(run(at, first), { code: 'database-refused', reason: 'database-newer' })
      assert.deepEqual(await run(at, third), [1, 2, 3])
    })

    it('is refused where another node has it; a node that was renamed keeps its own', async () => {
      const at = place()
      await run(at, first, undefined, { name: 'old.test', formerNames: [] })
      await run(at, first, undefined, owner)
      const stranger = { name: 'old.test', formerNames: [] }
      await assert.rejects(run(at, first, undefined, stranger), {
        code: 'database-refused',
        reason: 'database-other-node',
        message: /is of the node log\.test; nothing was changed/,
      })
      await run(at, first, undefined, owner)
    })

    it('is refused where another program has made tables, and these stay', async () => {
      const at = place()
      await run(at, first)
      // As after another program: a table, and none that says what goferry did.
      await assert.rejects(run(at, first, 'drop table goferry_migration'))
      await assert.rejects(run(at, first), { code: 'database-refused', reason: 'database-foreign' })
      await assert.rejects(run(at, first), { code: 'database-refused', reason: 'database-foreign' })
    })
  })
