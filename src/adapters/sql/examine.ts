import { Kysely } from 'kysely'
import { dialectOf } from './dialect.ts'
import { indexPart } from './index-tables.ts'
import { migrate, type Owner } from './migrate.ts'
import type { PostgresPlace } from './place.ts'
import { postgresSubject } from './postgres-error.ts'

/**
 * Whether a node of `owner` could work at `place`: all that its start would do there is done, and undone. Gives its
 * name and the version of the tables of the index, 0 before the first start. Throws what `openDatabase` throws.
 */
export async function examinePostgres(
  place: PostgresPlace,
  owner: Owner | undefined,
): Promise<{ name: string; version: number }> {
  const database = new Kysely<unknown>({ dialect: await dialectOf(place) })
  try {
    const trial = await database.startTransaction().execute()
    try {
      return { name: postgresSubject(place), version: await migrate(trial, { place, part: indexPart, owner }) }
    } finally {
      await trial.rollback().execute()
    }
  } finally {
    await database.destroy()
  }
}
