import type { Watch } from '../ports/watch.ts'
import type { FormatReport } from '../services/format/format.ts'
import type { GcReport } from '../services/gc/gc.ts'
import type { VerifyOptions, VerifyReport } from '../services/verify/verify.ts'
import type { BackupAccess } from './backup-access.ts'
import type { ProofsAccess } from './proofs-access.ts'

/** What keeps a node whole. */
export interface KeepingAccess extends BackupAccess, ProofsAccess {
  /** Holds every file of the node against the log, and mends what is bad. An interruption keeps what was done. */
  verify(request: VerifyRequest, watch: Watch): Promise<VerifyReport>
  /** Gives up the zips that nothing keeps, or tells which. An interruption keeps what was done. */
  gc(request: GcRequest, watch: Watch): Promise<GcReport>
  /** Makes lists and index again from log and tree. */
  rebuild(watch: Watch): Promise<RebuildReport>
  /** Whether this program reads the folder; unless it is only a check, makes it one of this program. */
  upgrade(request: { readonly check: boolean }): Promise<FormatReport>
}

/** What making lists and index again came to: counts. */
export interface RebuildReport {
  readonly modules: number
  readonly versions: number
  /** Lists and `@latest` that were not as they should be. */
  readonly relisted: number
}

/** How a node is to be scrubbed; without an upstream, bad parts are fetched from that of the settings or of go. */
export interface VerifyRequest extends VerifyOptions {
  /** A chain in the form of GOPROXY. */
  readonly upstream?: string
}

/** Whether zips are given up, and what takes the place of the node's settings this once. */
export interface GcRequest {
  readonly apply: boolean
  readonly keepFor?: string
  readonly keepNewest?: number
  readonly quota?: string
}
