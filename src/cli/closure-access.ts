import type { GoferryError } from '../core/errors.ts'
import type { Rehearsal } from '../core/rehearsal/certificate.ts'
import type { Watch } from '../ports/watch.ts'
import type { Want } from '../services/add/world.ts'
import type { Closure } from '../services/closure/closure.ts'
import type { LackingVersion } from '../services/closure/lacking.ts'
import type { Level } from '../services/closure/levels.ts'
import type { Project } from '../services/closure/project.ts'
import type { Target } from '../services/closure/record.ts'
import type { Rehearsed } from '../services/closure/rehearse.ts'
import type { Attested } from '../services/rehearsal/attest.ts'
import type { WatchReport } from '../services/watch/tally.ts'

/** What the go command will ask for. */
export interface ClosureAccess {
  /** What the go command will ask for of a project, beside what the node holds of it; changes nothing. */
  resolve(request: ResolveRequest, watch: Watch): Promise<Resolved>
  /** Takes what the settings watch, or shows what that would be. */
  pull(request: { readonly dry: boolean; readonly upstream?: string }, watch: Watch): Promise<WatchReport>
  /** Writes a file that is not there yet. Throws `usage` where it is. */
  writeFile(path: string, text: string): Promise<void>
  /** Runs the go commands of a project against the store alone; certifies where all of them came through. */
  rehearse(request: RehearseRequest, watch: Watch): Promise<RehearseReport>
}

/** A project that is to be rehearsed. */
export interface RehearseRequest {
  readonly project: Project
  readonly targets: readonly Target[]
  /** Whether the project's own tests are run. */
  readonly tests: boolean
}

/** What came of a rehearsal. */
export interface RehearseReport extends Rehearsed {
  readonly isolation: Rehearsal['isolation']
  /** The platform of this machine: `os/arch`. */
  readonly here: string
  /** Where nothing failed. */
  readonly attested?: Attested
  /** Where something failed: what of the project's closure is not held, and of the toolchain that it asks for. */
  readonly lacking?: readonly LackingVersion[]
}

/** The closure of a project; of `seeds`, `MODULE@QUERY` or `PACKAGE@QUERY`; or versions as they stand in a go.sum. */
export interface ClosureRequest {
  readonly project?: Project
  readonly seeds?: readonly string[]
  readonly versions?: readonly Want[]
  readonly level: Level
  /** What packages are built for, where the level goes by that. */
  readonly targets: readonly Target[]
}

/** A closure that is to be looked at; the upstream as in an `AddRequest`. */
export interface ResolveRequest {
  readonly closure: ClosureRequest
  readonly upstream?: string
  /** Whether the upstream is asked how large the zips are that are not held. */
  readonly sizes: boolean
  /** A checkpoint of the node's log that came back from whoever has so much of it, and the file that it stands in. */
  readonly receipt?: { readonly file: string; readonly note: Uint8Array }
}

/** A closure, beside what is held of it. */
export interface Resolved extends Closure {
  readonly lacking: readonly LackingVersion[]
  /** The zips that the upstream does not have or is not asked for, by `path@version`, and why. */
  readonly unavailable: ReadonlyMap<string, unknown>
  /** Why the toolchain that the project asks for cannot be had. */
  readonly unreleased?: GoferryError
  /** Where there is a receipt: how many entries it is of, and what of the closure was logged since. */
  readonly receipt?: { readonly size: number; readonly lacking: readonly LackingVersion[] }
}
