/**
 * The index of what a node holds: rows that are made again from log and tree at any time, so that nothing in it is
 * precious. One process writes; any number of calls may run at once. Every call throws `io-failed` or `no-space` from
 * the medium; then it took effect wholly or not at all.
 */
export interface ModuleIndex {
  /** Up to where the log is indexed; undefined for an empty index. */
  cursor(): Promise<IndexCursor | undefined>

  /**
   * Takes `versions`, each in the place of what it said before of the same version, together with the new `cursor`
   * where one is given: all of it or nothing. Of a version that is among them twice, the last counts. Texts are kept
   * without the NUL that they may hold.
   */
  put(versions: readonly IndexedVersion[], cursor?: IndexCursor): Promise<void>

  /**
   * The modules whose path or words contain each of `terms` (any case, also within a word), from number `offset` on, at
   * most `limit` of them: those with the shortest path first, then by the bytes of the path. A term may be any text
   * without NUL.
   */
  search(terms: readonly string[], page: Page, kind?: ModuleKind): Promise<readonly IndexedModule[]>

  /** The versions that require `path`, at `version` where one is given, by the bytes of their path, then position. */
  requiring(path: string, version: string | undefined, page: Page): Promise<readonly Requiring[]>

  /** Forgets everything, the cursor too. */
  clear(): Promise<void>

  /** Gives the medium back; no call may follow. Safe to call more than once. */
  close(): Promise<void>
}

/** Which rows of a result. */
export interface Page {
  readonly offset: number
  readonly limit: number
}

/** A log, and how much of it is indexed. */
export interface IndexCursor {
  /** The log's name. */
  readonly log: string
  readonly size: number
  /** The root of the tree of that size, lower-case hexadecimal. */
  readonly root: string
}

/** A toolchain of Go; a module with commands; any other module. */
export const MODULE_KINDS = ['module', 'tool', 'toolchain'] as const

/** See `MODULE_KINDS`. */
export type ModuleKind = (typeof MODULE_KINDS)[number]

/** What the index says of one version. */
export interface IndexedVersion {
  readonly path: string
  readonly version: string
  readonly kind: ModuleKind
  /** What else one may look for: names of commands, the deprecation. */
  readonly words: readonly string[]
  /** The number of its record in the log. */
  readonly position: number
  /** `h1:` of the zip. */
  readonly h1: string
  /** Bytes of the zip; undefined for a graph-only version. */
  readonly size: number | undefined
  readonly requires: readonly IndexedRequirement[]
}

/** A line of a go.mod. */
export interface IndexedRequirement {
  readonly path: string
  readonly version: string
  readonly indirect: boolean
}

/** A module that was found. */
export interface IndexedModule {
  readonly path: string
  readonly kind: ModuleKind
  readonly words: readonly string[]
}

/** A version that requires another. */
export interface Requiring {
  readonly path: string
  readonly version: string
  /** The version that it requires. */
  readonly requires: string
  readonly indirect: boolean
}
