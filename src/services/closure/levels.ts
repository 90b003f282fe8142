/** The levels that go.mod and go.sum say all of. */
export const PARSED_LEVELS = ['tidy', 'full'] as const
/** One of `PARSED_LEVELS`. */
export type ParsedLevel = (typeof PARSED_LEVELS)[number]

/**
 * How much of what a project could be built of is taken: what its packages are built of, or tested with, for some
 * platforms; what `go mod` tidy, vendor, download, graph and why and `go list -m all` ask for; also every zip of the
 * build list.
 */
export const LEVELS = ['build', 'test', ...PARSED_LEVELS] as const
/** One of `LEVELS`. */
export type Level = (typeof LEVELS)[number]

/** Whether go.mod and go.sum say all of `level`. */
export function isParsed(level: Level): level is ParsedLevel {
  return level === 'tidy' || level === 'full'
}
