import type { ModuleKind, Requiring } from '../ports/module-index.ts'
import type { Match } from '../services/index/search.ts'

/** What commands look up in the index of a node. */
export interface FindingAccess {
  /** Looks a text up in the index, brought in step first. */
  search(request: SearchRequest): Promise<readonly Match[]>
  /** The versions that require a module. */
  whoRequires(request: RequiresRequest): Promise<readonly Requiring[]>
}

/** What is looked for. */
export interface SearchRequest {
  readonly text: string
  readonly kind?: ModuleKind
  /** The most modules. */
  readonly limit: number
}

/** Whose requirers are looked for; without a version, those of any. */
export interface RequiresRequest {
  readonly path: string
  readonly version?: string
  /** The most versions. */
  readonly limit: number
}
