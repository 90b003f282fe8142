import { type IdRanges, inRanges, unite } from '../../../core/ferry/id-ranges.ts'
import type { Store } from '../../../ports/store.ts'
import { type Export, exportsUpTo, newestExports } from './exports.ts'

/** Where a bundle is to begin. */
export type BeginAt = 'receipt' | 'last' | number

/** Where a bundle begins, and what the site has of what comes before. */
export interface Segment {
  readonly from: number
  /** Entries before `from` whose blob never travelled to the site. */
  readonly owed: IdRanges
  /** The receipt that it goes by; undefined where there is none. */
  readonly receipt: number | undefined
}

/** Without receipts a bundle overlaps with so many before it: each may have been lost (a diode tells nothing). */
const overlap = 4

/**
 * The beginning of the next bundle for `site`, by policy: its newest receipt, which says that it has so many entries;
 * or the newest bundle, taken as arrived; or a number. Without a receipt, where the fourth-last bundle began. Throws
 * `store-damaged`, and what the store throws.
 */
export async function segmentFor(
  store: Store,
  site: string,
  begin: BeginAt,
  receipt: number | undefined,
): Promise<Segment> {
  const upTo = async (size: number) => after(await exportsUpTo(store, site, size))
  if (begin === 'last') return upTo(Number.POSITIVE_INFINITY)
  if (typeof begin === 'number') return { ...(await upTo(begin)), from: begin }
  if (receipt === undefined) {
    const newest = await newestExports(store, site, overlap)
    const oldest = newest.length < overlap ? undefined : newest.at(-1)
    return { from: oldest?.from ?? 0, owed: [], receipt: undefined }
  }
  return { ...(await upTo(receipt)), from: receipt, receipt }
}

/** Whether entry `id` need not travel again, though the segment reaches back before `from`. */
export function wasCarried({ from, owed }: Segment, id: number): boolean {
  return id < from && !inRanges(owed, id)
}

/** What one of several did not bring is owed: it may be the only one that arrived. */
function after(bundles: readonly Export[]): Segment {
  const owed = bundles.map(bundle => bundle.owed).reduce(unite, [])
  return { from: bundles[0]?.to ?? 0, owed, receipt: undefined }
}
