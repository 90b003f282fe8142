/** Names of versions, of which a report has room for so many. */
export interface BoundedNames {
  /** How many there are. */
  readonly count: number
  /** `path@version` of the first of them. */
  readonly names: readonly string[]
}

/** The first `limit` of `names`, and how many there are. */
export function boundedNames(names: readonly string[], limit = 1000): BoundedNames {
  return { count: names.length, names: names.slice(0, limit) }
}
