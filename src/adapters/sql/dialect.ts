import { type Dialect, PostgresDialect } from 'kysely'
import type { DatabasePlace } from './place.ts'
import type { SchemaPart } from './schema-part.ts'
import { SqliteDialect } from './sqlite-dialect.ts'

/** How Kysely speaks to `place`. Nodes that use no server do not load pg. Throws `bad-settings`. */
export async function dialectOf(
  place: DatabasePlace,
  { postgresOptions }: Pick<SchemaPart, 'postgresOptions'> = {},
): Promise<Dialect> {
  if (place.kind === 'sqlite') return new SqliteDialect(place)
  const { GuardedPool } = await import('./postgres-pool.ts')
  return new PostgresDialect({ pool: new GuardedPool(place, postgresOptions) })
}
