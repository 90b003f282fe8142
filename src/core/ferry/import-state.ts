import type { WireError } from '../error-wire.ts'

/**
 * How far the import of a bundle is (design §6). Each is reached by a task that can be begun again; from each but the
 * last two a bundle can be refused, which keeps its files as evidence.
 *
 * `receiving`: its header is trusted, volumes are missing · `received`: all of them are here, as the header has them ·
 * `verified`: a process of its own has found that the volumes hold just what the mirror's log says ·
 * `quarantined`: its blobs are in the store, where nobody is served them · `scanned`: the operator's checks passed ·
 * `committed`: what was approved is in the log, the cursor has moved; entries may still be undecided · `done`: none is.
 */
export const IMPORT_STEPS = [
  'receiving',
  'received',
  'verified',
  'quarantined',
  'scanned',
  'committed',
  'done',
  'refused',
] as const

/** One of them. */
export type ImportStep = (typeof IMPORT_STEPS)[number]

/** What a node knows of a bundle that it imports: the file `state.json` of the import's folder. */
export interface ImportState {
  readonly format: 'goferry/import/v1'
  /** SHA-256 of the text of the header; `id` and the rest are what the header says. */
  readonly bundle: string
  readonly id: string
  readonly origin: string
  readonly site: string
  readonly from: number
  readonly to: number
  readonly step: ImportStep
  /** When each step was reached: RFC 3339, UTC. */
  readonly at: Partial<Record<ImportStep, string>>
  /** Who brought volumes: names of users of this machine. */
  readonly carriers: readonly string[]
  /** What each check of the operator said; see the settings. */
  readonly scans: readonly ScanRecord[]
  /** Why it was refused. */
  readonly refusal?: WireError
}

/** What a check of the operator's said of the blobs of a bundle. */
export interface ScanRecord {
  readonly name: string
  /** The first line that its version command printed. */
  readonly version: string
  /** The age of what it knows, where it tells: RFC 3339. */
  readonly signatures?: string
  readonly outcome: 'clean' | 'unclean' | 'failed'
  /** The end of what it printed. */
  readonly output: string
  readonly at: string
}
