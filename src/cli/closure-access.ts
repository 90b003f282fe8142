import type { Watch } from '../ports/watch.ts'
import type { Closure, Level } from '../services/closure/closure.ts'
import type { LackingVersion } from '../services/closure/lacking.ts'
import type { Project } from '../services/closure/project.ts'
import type { Target } from '../services/closure/record.ts'

/** What the go command will ask for. */
export interface ClosureAccess {
  /** What the go command will ask for of a project, beside what the node holds of it; changes nothing. */
  resolve(request: ResolveRequest, watch: Watch): Promise<Resolved>
}

/** The closure of a project, or of `seeds`: `MODULE@QUERY` or `PACKAGE@QUERY`. */
export interface ClosureRequest {
  readonly project?: Project
  readonly seeds?: readonly string[]
  readonly level: Level
  /** What packages are built for, where the level goes by that. */
  readonly targets: readonly Target[]
}

/** A closure that is to be looked at; the upstream as in an `AddRequest`. */
export interface ResolveRequest {
  readonly closure: ClosureRequest
  readonly upstream?: string
}

/** A closure, beside what is held of it. */
export interface Resolved extends Closure {
  readonly lacking: readonly LackingVersion[]
}
