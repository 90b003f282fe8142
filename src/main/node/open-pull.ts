import type { Journal } from '../../ports/journal.ts'
import type { Store } from '../../ports/store.ts'
import { DatabaseHeads } from '../../services/pull/database-heads.ts'
import { Pull } from '../../services/pull/pull.ts'
import type { PullWorld } from '../../services/pull/world.ts'
import { clock } from '../compose.ts'
import { databaseOf, policyOf } from '../config/policy.ts'
import type { Settings } from '../config/schema.ts'
import { reachedStep } from '../crash-point.ts'

/** What decides how a node pulls. */
export interface PullOptions {
  readonly settings: Settings
  readonly journal: Journal
}

/** What the node keeps of the public database's heads: one for all pulls of its writer. */
export function openHeads(store: Store, settings: Settings): DatabaseHeads {
  return new DatabaseHeads({ store, database: databaseOf(settings), reached: reachedStep })
}

/** Pulling by the settings of a node. */
export function openPull(
  { settings, journal }: PullOptions,
  world: Pick<PullWorld, 'heads' | 'upstream' | 'store' | 'log' | 'tree' | 'room' | 'zipCheck' | 'partCame'>,
): Pull {
  return new Pull({
    ...world,
    policy: policyOf(settings),
    database: databaseOf(settings),
    clock,
    journal,
    reached: reachedStep,
  })
}
