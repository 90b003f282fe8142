/** The value in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The smallest value that is not below `percent` of the values; NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}

/** A row of something that took its turn in a round. */
interface Turn {
  readonly round: number
}

/**
 * How much larger `figure` is for `ours` than for `theirs`: the median of the ratios of each round, in which the two
 * were measured one right after the other. NaN where there is nothing to compare.
 */
export function ratio<T extends Turn>(ours: readonly T[], theirs: readonly T[], figure: (row: T) => number): number {
  const ratios = ours.flatMap(our => {
    const their = theirs.find(row => row.round === our.round)
    return their === undefined ? [] : [figure(our) / figure(their)]
  })
  return median(ratios)
}
