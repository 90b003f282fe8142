import type { Upstream } from '../../ports/upstream.ts'
import { AskedAgain } from './asked-again.ts'
import { DatabaseRelay } from './database-relay.ts'
import { Downloads } from './downloads.ts'
import { Fetcher } from './fetcher.ts'
import { Intake } from './intake.ts'
import { Lists } from './lists.ts'
import { PublicDatabase } from './public-database.ts'
import type { PullWorld } from './world.ts'

/** What pulling is made of where there is an upstream. */
export interface Source {
  readonly database: PublicDatabase
  readonly relay: DatabaseRelay
  readonly downloads: Downloads
  readonly intake: Intake
  readonly lists: Lists
  /** What was asked before, of one module. */
  again(path: string): AskedAgain
}

/** All that asks `upstream`, through one gate. */
export function openSource(world: PullWorld, upstream: Upstream): Source {
  const { store, room, clock, heads } = world
  const fetcher = new Fetcher({ upstream, store, room, clock })
  const downloads = new Downloads({ fetcher, clock })
  const database = new PublicDatabase({ ...world, fetcher })
  return {
    database,
    relay: new DatabaseRelay({ database, heads, store, name: world.database.name }),
    downloads,
    intake: new Intake(world, downloads),
    lists: new Lists({ fetcher, clock }),
    again: path => new AskedAgain(path, { ...world, fetcher }),
  }
}
