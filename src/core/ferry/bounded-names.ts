/** Names of versions, of which a report has room for so many. */
export interface BoundedNames {
  /** How many there are. */
  readonly count: number
  /** `path@version` of the first of them. */
  readonly names: readonly string[]
}

/** Names that a report has at most. */
const limit = 1000

/** The first of `names`, and how many there are. */
export function boundedNames(names: readonly string[]): BoundedNames {
  return { count: names.length, names: names.slice(0, limit) }
}
