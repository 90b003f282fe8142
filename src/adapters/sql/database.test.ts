import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { testDatabases } from '../../../test/support/databases.ts'
import { type Database, openDatabase } from './database.ts'
import type { SchemaPart } from './schema-part.ts'

interface Tables {
  thing: { id?: number; name: string; size: number }
}

const part: SchemaPart = {
  name: 'things',
  migrations: [
    {
      readableFrom: 1,
      make: async ({ database, types: { id, number, text, end } }) => {
        await database.schema
          .createTable('thing')
          .addColumn('id', id)
          .addColumn('name', text, column => column.notNull().unique())
          .addColumn('size', number, column => column.notNull())
          .modifyEnd(end)
          .execute()
      },
    },
  ],
}

for (const { name, place } of testDatabases())
  describe(`a database: ${name}`, () => {
    const opened = async (work: (database: Database<Tables>) => Promise<void>, at = place()) => {
      const database = await openDatabase<Tables>(at, part)
      try {
        await work(database)
      } finally {
        await database.close()
        await database.close()
      }
    }
    const sizes = ({ query }: Database<Tables>) => query.selectFrom('thing').selectAll().orderBy('name').execute()

    it('gives numbers as numbers, the keys that it makes, and what was there before it is opened again', async () => {
      const at = place()
      await opened(async ({ query }) => {
        const values = [
          { name: 'b', size: 2 ** 53 - 1 },
          { name: 'A', size: 2 },
        ]
        const made = await query.insertInto('thing').values(values).returning(['id', 'name']).execute()
        assert.deepEqual(made, [
          { id: 1, name: 'b' },
          { id: 2, name: 'A' },
        ])
        const { count } = await query
          .selectFrom('thing')
          .select(o => o.fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
        assert.equal(count, 2)
        const { numUpdatedRows } = await query.updateTable('thing').set({ size: 1 }).executeTakeFirst()
        assert.equal(numUpdatedRows, 2n)
      }, at)
      await opened(async database => {
        assert.deepEqual(
          (await sizes(database)).map(row => [row.name, row.size]),
          [
            ['A', 1],
            ['b', 1],
          ],
        )
      }, at)
    })

    it('takes all of a transaction, or nothing', async () => {
      await opened(async database => {
        const failing = database.transaction(async transaction => {
          await transaction.insertInto('thing').values({ name: 'a', size: 1 }).execute()
          await transaction.insertInto('thing').values({ name: 'a', size: 2 }).execute()
        })
        await assert.rejects(failing, { code: 'io-failed' })
        assert.deepEqual(await sizes(database), [])
        await database.query.insertInto('thing').values({ name: 'a', size: 1 }).execute()
        assert.equal((await sizes(database)).length, 1)
      })
    })

    it('loses no step of many transactions at once that read and then write, in two connections', async () => {
      const at = place()
      await opened(
        one =>
          opened(async other => {
            await one.query.insertInto('thing').values({ name: 'n', size: 0 }).execute()
            const step = (database: Database<Tables>) =>
              database.transaction(async transaction => {
                const query = transaction.selectFrom('thing').select('size')
                const { size } = await query
                  .$if(database.kind === 'postgres', q => q.forUpdate())
                  .executeTakeFirstOrThrow()
                await transaction
                  .updateTable('thing')
                  .set({ size: size + 1 })
                  .execute()
              })
            await Promise.all(Array.from({ length: 40 }, (_, i) => step(i % 2 ? one : other)))
            assert.equal((await sizes(one))[0]?.size, 40)
          }, at),
        at,
      )
    })

    it('lets the thread go in between, however many statements one transaction has', async () => {
      await opened(async database => {
        let turns = 0
        const timer = setInterval(() => turns++, 1)
        await database.transaction(async transaction => {
          for (let i = 0; i < 2000; i++)
            await transaction
              .insertInto('thing')
              .values({ name: `n${i}`, size: i })
              .execute()
        })
        clearInterval(timer)
        assert.ok(turns > 3, String(turns))
      })
    })

    it('runs texts of the caller as values only', async () => {
      await opened(async database => {
        const name = `'; drop table thing; -- "\\ \u{1f600}`
        await database.query.insertInto('thing').values({ name, size: 1 }).execute()
        const { rows } = await sql<{ name: string }>`select name from thing where name = ${name}`.execute(
          database.query,
        )
        assert.equal(rows[0]?.name, name)
      })
    })
  })
