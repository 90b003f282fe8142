import type { Journal } from '../../ports/journal.ts'
import { Pull } from '../../services/pull/pull.ts'
import type { PullWorld } from '../../services/pull/world.ts'
import { clock, upstreamAt } from '../compose.ts'
import { databaseOf, policyOf } from '../config/policy.ts'
import type { Settings } from '../config/schema.ts'
import { reachedStep } from '../crash-point.ts'

/** What decides how a node pulls. */
export interface PullOptions {
  readonly settings: Settings
  /** The upstream's URL, credentials included; undefined for none. */
  readonly upstreamUrl: string | undefined
  readonly journal: Journal
}

/** The pull-through of a node; undefined where it has no upstream. Throws `bad-settings` for a URL that is none. */
export function openPull(
  { settings, upstreamUrl, journal }: PullOptions,
  world: Pick<PullWorld, 'store' | 'log' | 'tree' | 'zipCheck'>,
): Pull | undefined {
  if (upstreamUrl === undefined) return undefined
  return new Pull({
    ...world,
    upstream: upstreamAt(upstreamUrl),
    policy: policyOf(settings),
    database: databaseOf(settings),
    clock,
    journal,
    reached: reachedStep,
  })
}
