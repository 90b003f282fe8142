import type { BundleHeader } from './bundle-header.ts'
import { type IdRanges, subtract, unite } from './id-ranges.ts'

/** The entries whose blobs the bundle of a header brings, and those that name none. */
export function broughtBy({ from, to, without }: Pick<BundleHeader, 'from' | 'to' | 'without'>): IdRanges {
  if (from.size >= to.size) return []
  const { withheld, lacking, carried, replaced } = without
  const left = [withheld, lacking, carried, replaced].reduce(unite)
  return subtract([{ first: from.size, last: to.size - 1 }], left)
}

/** Whether the bundle of `header` brings blobs beyond those of the entries `brought`. */
export function bringsBeyond(header: Pick<BundleHeader, 'from' | 'to' | 'without'>, brought: IdRanges): boolean {
  return subtract(broughtBy(header), brought).length > 0
}
