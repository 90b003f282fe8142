import { basename } from 'node:path'
import { sql, type Transaction } from 'kysely'
import { GoferryError } from '../../core/errors.ts'
import type { DatabasePlace } from './place.ts'
import { postgresSubject } from './postgres-error.ts'
import { columnTypes, type SchemaPart } from './schema-part.ts'

/** The tables by which a database says what it is. */
interface OwnTables {
  /** The migrations that were made, of each part. */
  goferry_migration: { part: string; version: number; readable_from: number; made_at: number }
  /** The node that the database is of: one row, or none. */
  goferry_owner: { name: string }
}

/** Whose database it is: the name of the node's log, and the names that it had before. */
export interface Owner {
  readonly name: string
  readonly formerNames: readonly string[]
}

/** What is to be migrated where, and whose it is. */
interface Migrated {
  readonly place: DatabasePlace
  readonly part: SchemaPart
  readonly owner: Owner | undefined
}

/**
 * Makes the tables of `part` what this program knows, inside `transaction`: all of it or nothing. Processes that start
 * at once wait for each other. Gives the version that was there, 0 for none. Throws `database-refused` for a database
 * of a newer version, of another program or of another node; nothing was changed then.
 */
export async function migrate(transaction: Transaction<unknown>, { place, part, owner }: Migrated): Promise<number> {
  await prepare(transaction, place)
  const own = transaction as unknown as Transaction<OwnTables>
  if (owner !== undefined) await takeOver(own, place, owner)
  const version = await versionOf(own, place, part)
  for (const [i, { make, readableFrom }] of part.migrations.entries()) {
    if (i < version) continue
    await make({ database: transaction, kind: place.kind, types: columnTypes[place.kind] })
    const row = { part: part.name, version: i + 1, readable_from: readableFrom, made_at: Date.now() }
    await own.insertInto('goferry_migration').values(row).execute()
  }
  return version
}

/**
 * Whether there is nothing to migrate, as most opening finds: reading that takes no lock. Throws `database-refused` for
 * a newer version.
 */
export async function isMigrated(
  transaction: Transaction<unknown>,
  { place, part, owner }: Migrated,
): Promise<boolean> {
  if (!(await tablesOf(transaction, place)).includes('goferry_migration')) return false
  const own = transaction as unknown as Transaction<OwnTables>
  const found = await own.selectFrom('goferry_owner').select('name').executeTakeFirst()
  if (owner !== undefined && owner.name !== found?.name) return false
  return (await versionOf(own, place, part)) >= part.migrations.length
}

/** Takes the lock, and makes schema and own tables where nothing is there yet. */
async function prepare(database: Transaction<unknown>, place: DatabasePlace): Promise<void> {
  // SQLite: the transaction has the lock of the file.
  if (place.kind === 'postgres') {
    const { schema } = place
    await sql`select pg_advisory_xact_lock(hashtextextended(${`goferry ${schema}`}, 0))`.execute(database)
    const found = await sql`select 1 from pg_namespace where nspname = ${schema}`.execute(database)
    if (found.rows.length === 0) await database.schema.createSchema(schema).execute()
  }
  const tables = await tablesOf(database, place)
  if (tables.includes('goferry_migration')) return
  if (tables.length > 0) throw refusal(place, 'database-foreign')
  const { number, text, end } = columnTypes[place.kind]
  await database.schema
    .createTable('goferry_migration')
    .addColumn('part', text, column => column.notNull())
    .addColumn('version', number, column => column.notNull())
    .addColumn('readable_from', number, column => column.notNull())
    .addColumn('made_at', number, column => column.notNull())
    .addPrimaryKeyConstraint('goferry_migration_key', ['part', 'version'])
    .modifyEnd(end)
    .execute()
  await database.schema
    .createTable('goferry_owner')
    .addColumn('name', text, column => column.notNull())
    .modifyEnd(end)
    .execute()
}

async function tablesOf(database: Transaction<unknown>, place: DatabasePlace): Promise<string[]> {
  const { rows } =
    place.kind === 'sqlite'
      ? await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(database)
      : await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = ${place.schema}`.execute(
          database,
        )
  return rows.map(({ name }) => name)
}

async function takeOver(database: Transaction<OwnTables>, place: DatabasePlace, owner: Owner): Promise<void> {
  const found = await database.selectFrom('goferry_owner').select('name').executeTakeFirst()
  if (found?.name === owner.name) return
  if (found !== undefined && !owner.formerNames.includes(found.name))
    throw refusal(place, 'database-other-node', { owner: found.name })
  await database.deleteFrom('goferry_owner').execute()
  await database.insertInto('goferry_owner').values({ name: owner.name }).execute()
}

/** The version that is there. A newer one is as good as this program's where it says so. */
async function versionOf(database: Transaction<OwnTables>, place: DatabasePlace, part: SchemaPart): Promise<number> {
  const newest = await database
    .selectFrom('goferry_migration')
    .select(['version', 'readable_from'])
    .where('part', '=', part.name)
    .orderBy('version', 'desc')
    .executeTakeFirst()
  const own = part.migrations.length
  if (newest !== undefined && newest.version > own && newest.readable_from > own)
    throw refusal(place, 'database-newer', { part: part.name, found: newest.version, own })
  return newest?.version ?? 0
}

type Refusal = 'database-foreign' | 'database-other-node' | 'database-newer'

function refusal(place: DatabasePlace, reason: Refusal, params = {}): GoferryError {
  const subject = place.kind === 'sqlite' ? basename(place.file) : postgresSubject(place)
  const where = place.kind === 'sqlite' ? subject : `schema ${place.schema}`
  return new GoferryError('database-refused', { subject, reason, params: { where, ...params } })
}
