import type { Watch } from '../ports/watch.ts'
import type { ImportReport } from '../services/toolchain/import-archive.ts'
import type { ToolchainReport } from '../services/toolchain/report.ts'

/** What commands do with the toolchains of a node. */
export interface ToolchainAccess {
  /** Takes toolchains into the node and makes their archives. An interruption keeps what was done. */
  addToolchains(request: ToolchainAdd, watch: Watch): Promise<ToolchainReport>
  /** Takes the publisher's own archive of a toolchain from a file. */
  importToolchain(request: ToolchainImport, watch: Watch): Promise<ImportReport>
}

/** Which file is to be imported, and what is known of it. */
export interface ToolchainImport {
  /** An absolute path; its name is that on the download site. */
  readonly file: string
  /** What the publisher says of it, in hexadecimal. */
  readonly sha256?: string
  /** Absolute paths of a detached signature of it, and of the public keys that it may be signed by. */
  readonly signed?: { readonly signature: string; readonly key: string }
  /** The label of a vendor; without it the archive is Go's own. */
  readonly vendor?: string
  /** Where the checksums of a toolchain are looked up that the node does not know, in the form of GOPROXY. */
  readonly upstream?: string
}

/** Which toolchains are to be added, and from where; without an upstream, from that of the settings or of go. */
export interface ToolchainAdd {
  /** `1.26.8`, `1.26.x`, `latest`, `>=1.25.3,<1.26`. */
  readonly queries: readonly string[]
  /** `linux/amd64`. */
  readonly platforms: readonly string[]
  /** Besides, so many of the newest releases of each supported minor version. */
  readonly keep?: number
  /** A chain in the form of GOPROXY. */
  readonly upstream?: string
}
