import type { Watch } from '../ports/watch.ts'
import type { ReceiveReport } from '../services/ferry/in/receive.ts'
import type { ShownImport } from '../services/ferry/in/show-import.ts'
import type { KnownSite, LastReceipt } from '../services/ferry/sites/sites.ts'
import type { SigningAccess } from './signing-access.ts'

/** What commands do with bundles that came in, and with receipts. */
export interface TakingAccess extends SigningAccess {
  /** An import by its id or the beginning of its digest. Throws `absent`, `usage`. */
  showImport(named: string): Promise<ShownImport>
  /**
   * Signs a decision on an import by the key in a file and keeps it at the node, or keeps one signed elsewhere. After
   * an approval the import goes on as far as it can.
   * Throws `absent`, `usage`, `key-exposed`, `bundle-untrusted`, `bundle-revoked`.
   */
  decideImport(named: string, wish: DecisionWish, watch: Watch): Promise<Decided & Pick<ReceiveReport, 'bundles'>>
  /** Writes a decision on an import to a new file, for others to sign (`readSignable`). Throws `absent`, `usage`. */
  writeUnsigned(named: string, wish: DecisionWish, file: string): Promise<void>
  /** The newest receipt that this node wrote, for the mirror `origin` or any: whole. Throws `absent`. */
  showReceipt(origin: string | undefined): Promise<{ readonly file: string; readonly receipt: string }>
  /** The public key that signs this node's receipts. */
  receiptKey(): Promise<{ readonly key: string }>
  addSite(name: string, key: string): Promise<KnownSite>
  listSites(): Promise<readonly KnownSite[]>
  acceptReceipt(file: string, site: string): Promise<LastReceipt>
}

/** What an approver decides of an import. */
export interface DecisionWish {
  readonly decision: 'approve' | 'refuse'
  /** Patterns of module paths, as in GOPRIVATE; none: all of it. */
  readonly only: readonly string[]
  readonly reason?: string
  /** The file of the approver's key. */
  readonly key?: string
  /** The file of a decision that was signed elsewhere. */
  readonly signature?: string
}

/** Whose decision was kept. */
export interface Decided {
  readonly decision: 'approve' | 'refuse'
  /** `name+hash` of each. */
  readonly keys: readonly string[]
  /** Versions that are in the log already: a refusal changes nothing of them. */
  readonly ineffective: readonly string[]
}
