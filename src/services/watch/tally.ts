import { toWire } from '../../core/error-wire.ts'
import type { GoferryError } from '../../core/errors.ts'
import type { WatchWorld } from './world.ts'

/**
 * What came of a version: `new` would be taken (a preview), `added` was, `held` was there; `young` is not old enough
 * yet; of those that are held `removed` is no longer to be had, `retracted` was taken back, `rewritten` has other bytes
 * upstream now, where what is held stays as it is; `archived`: the archive of a toolchain was made; `failed` was not to
 * be had.
 */
export const WATCH_OUTCOMES = [
  'new',
  'added',
  'held',
  'young',
  'removed',
  'retracted',
  'rewritten',
  'archived',
  'failed',
] as const
/** One of them. */
export type WatchOutcome = (typeof WATCH_OUTCOMES)[number]

/** How many of each outcome were told. */
export type WatchReport = Readonly<Record<WatchOutcome, number>>

/** Counts what came of each thing while it tells of it. */
export class Tally {
  readonly report = Object.fromEntries(WATCH_OUTCOMES.map(outcome => [outcome, 0])) as Record<WatchOutcome, number>
  readonly #world: Pick<WatchWorld, 'watch' | 'journal'>

  constructor(world: Pick<WatchWorld, 'watch' | 'journal'>) {
    this.#world = world
  }

  /** One outcome, with why; of what an operator should see the journal hears too. */
  async tell(
    subject: string,
    outcome: WatchOutcome,
    more: { error?: GoferryError; from?: string; part?: string } = {},
  ): Promise<void> {
    const { error, ...rest } = more
    const { journal, watch } = this.#world
    this.report[outcome]++
    const fields = { subject, error: error?.message }
    if (outcome === 'rewritten') journal.error('upstream-rewrote', fields)
    if (outcome === 'removed') journal.warn('upstream-removed', fields)
    if (outcome === 'failed') journal.warn('watched-not-pulled', fields)
    await watch.tell({ subject, outcome, ...rest, ...(error && { error: toWire(error) }) })
  }
}
