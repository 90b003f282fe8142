import type { ImportState } from '../core/ferry/import-state.ts'
import type { LogState } from '../core/log/state.ts'
import type { ModuleVersion } from '../core/module/module-version.ts'
import type { Watch } from '../ports/watch.ts'
import type { ImportRow } from '../services/ferry/in/imports.ts'
import type { Provenance } from '../services/ferry/in/provenance.ts'
import type { ReceiveReport } from '../services/ferry/in/receive.ts'
import type { CutReport } from '../services/ferry/out/cut.ts'
import type { DemoAccess } from './demo-access.ts'
import type { TakingAccess } from './taking-access.ts'

/** What commands do with bundles. */
export interface FerryAccess extends TakingAccess, DemoAccess {
  /** Cuts a bundle for a site. An interruption keeps what was done. */
  cutBundle(request: CutRequest, watch: Watch): Promise<CutReport>
  /** What a centre has to pin of this node to take its bundles: made where the node has no bundle key yet. */
  bundleTrust(): Promise<BundleTrust>
  /** The public key that bundles for this node are sealed to: made where it has none yet. */
  bundleRecipient(): Promise<string>
  /** Takes bundles in, each as far as it can go now. An interruption keeps what was done. */
  importBundles(request: ImportRequest, watch: Watch): Promise<ReceiveReport>
  /** The bundles that were taken in. */
  imports(): Promise<readonly ImportRow[]>
  /** The bundles by which what the log `state` says of a version came. */
  provenance(state: LogState, module: ModuleVersion): Promise<readonly Provenance[]>
  /** Removes an import and its files; also where some wait in quarantine for a decision if `undecided` ones may go. */
  dropImport(bundle: string, undecided: boolean): Promise<ImportState>
}

/** What was brought. */
export interface ImportRequest {
  /** Absolute paths of folders and discs; none: only what came before goes on. */
  readonly paths: readonly string[]
  /** Whether a bundle is taken that brings nothing new, to mend damaged files from it. */
  readonly heals: boolean
}

/** Which bundle is to be cut. Times are RFC 3339, UTC, whole seconds. */
export interface CutRequest {
  readonly site: string
  /** An absolute path: the discs are made in it. */
  readonly folder: string
  readonly begin: 'receipt' | 'last' | number
  /** Patterns of module paths, as in GOPRIVATE. */
  readonly only?: string
  /** Single versions, beside what `only` matches. */
  readonly versions?: readonly { readonly path: string; readonly version: string }[]
  /** A medium by its name, or bytes: `4GB`. */
  readonly medium?: string
  readonly volumeBytes?: number
  /** How many discs may be lost. */
  readonly parity: number
  readonly created: string
  readonly expires?: string
  /** `age1…` keys to seal it for. */
  readonly recipients: readonly string[]
  readonly iso: boolean
  readonly dry: boolean
}

/** The public keys of a mirror. */
export interface BundleTrust {
  readonly origin: string
  /** `name+hash+base64`. */
  readonly logKeys: readonly string[]
  readonly bundleKey: string
}
