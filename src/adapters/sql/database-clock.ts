import { sql } from 'kysely'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from './database.ts'

/** How often the clock of a server is read again: two clocks drift apart by less than a second in a day. */
const againMs = 60_000

/**
 * The clock that all processes share which use `database`: of the machine for SQLite, of the server for PostgreSQL,
 * read now and then and counted on by a clock that nobody sets. Throws what the database throws.
 */
export async function databaseClock<Tables>(database: Database<Tables>, own: Clock): Promise<Clock> {
  if (database.kind === 'sqlite') return own
  let read = await serverTime(database, own)
  let isReading = false
  const readAgain = async () => {
    isReading = true
    try {
      read = await serverTime(database, own)
    } catch {
      // While the server is away, what was read last is counted on.
    } finally {
      isReading = false
    }
  }
  return {
    now() {
      const at = performance.now()
      if (at - read.at > againMs && !isReading) void readAgain()
      return Math.round(read.now + at - read.at)
    },
  }
}

async function serverTime<Tables>({ query }: Database<Tables>, own: Clock): Promise<{ now: number; at: number }> {
  const before = performance.now()
  const { rows } = await sql<{ now: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(query)
  return { now: rows[0]?.now ?? own.now(), at: (before + performance.now()) / 2 }
}
