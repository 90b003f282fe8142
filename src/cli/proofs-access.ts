import type { Watch } from '../ports/watch.ts'
import type { RefreshReport } from '../services/proofs/refresh.ts'

/** What has to do with the recorded proofs of the public checksum database. */
export interface ProofsAccess {
  /** Records what is new, through a chain in the form of GOPROXY; without one, that of the settings or of go. */
  refreshProofs(request: { readonly upstream?: string }, watch: Watch): Promise<RefreshReport>
  /** What is recorded. Throws `absent` where nothing is, `store-damaged` where it is no more what the log names. */
  recordedProofs(): Promise<RecordedProofs>
}

/** A blob of proofs. */
export interface RecordedProofs {
  /** The name of the database. */
  readonly database: string
  /** Of the blob. */
  readonly sha256: string
  /** The number of the log's entry that names it. */
  readonly entry: number
  /** When it was recorded: RFC 3339, UTC. */
  readonly at: string
  /** The head that lookups carry, then the older ones: each by its number of records and its root in base64. */
  readonly heads: readonly { readonly size: number; readonly root: string }[]
  /** Versions that are proved. */
  readonly records: number
  readonly tiles: number
  /** Bytes of all of it, and of it a version. */
  readonly bytes: number
  readonly bytesPerVersion: number
}
