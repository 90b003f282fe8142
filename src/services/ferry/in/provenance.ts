import { utf8 } from '../../../core/bytes.ts'
import { isGoferryError } from '../../../core/errors.ts'
import { newestOf, parseApproval } from '../../../core/ferry/approval.ts'
import { type Evidence, evidenceKey, evidenceLimit, headerOf, parseEvidence } from '../../../core/ferry/evidence.ts'
import { nthOf } from '../../../core/ferry/id-ranges.ts'
import type { TrustedKey } from '../../../core/ferry/trust-policy.ts'
import { hex, sha256 } from '../../../core/hash.ts'
import type { KnownImport, LogState } from '../../../core/log/state.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import { keyId, parseVerifier } from '../../../core/note/key.ts'
import { splitNote } from '../../../core/note/open-note.ts'
import type { Store } from '../../../ports/store.ts'

/** A bundle by which entries of a version came. */
export interface Provenance {
  /** The name of the mirror's log. */
  readonly origin: string
  /** SHA-256 of the text of the bundle's header. */
  readonly bundle: string
  /** When it was committed, and the number of the import entry in the node's own log. */
  readonly at: string
  readonly entry: number
  /** The evidence that the entry names: where it lies, and what it says; undefined where it is lost or damaged. */
  readonly evidence: string
  readonly told: Told | undefined
}

/** What the evidence of an import says of a version. */
interface Told {
  /** What the header of the bundle says. */
  readonly id: string
  readonly from: number
  readonly to: number
  readonly created: string
  /** The entries of the version in the mirror's log, by their kind. */
  readonly entries: Readonly<Record<string, number>>
  readonly carriers: readonly string[]
  /** Whose newest decision on one of these entries was to approve it; none where nobody had to. */
  readonly approvers: readonly Approver[]
}

/** One who approved. */
interface Approver {
  /** `name+hash`. */
  readonly key: string
  /** Whether the trust policy has the key still, and the signature is its. */
  readonly isVerified: boolean
}

/** The bundles by which what the log `state` says of a version came, in the order of the imports. */
export async function provenanceOf(
  { store, approvers }: { readonly store: Pick<Store, 'read'>; readonly approvers: readonly TrustedKey[] },
  state: LogState,
  { path, version }: ModuleVersion,
): Promise<Provenance[]> {
  const { record, info, zip, archive } = state.version(path, version) ?? {}
  const ids = Object.entries({ record, info, zip, archive }).map(([kind, entry]) => [kind, entry?.id] as const)
  const found: Provenance[] = []
  for (const each of state.imports) {
    const own = ids.filter(([, id]) => id !== undefined && state.importOf(id)?.id === each.id)
    if (own.length === 0) continue
    const evidence = evidenceKey(each.evidence)
    const said = await readEvidence(store, each)
    // What was taken follows the import entry, in the order of the mirror.
    const places = own.map(([kind, id = 0]) => [kind, id - each.id - 1] as const)
    const { origin, bundle, at, id: entry } = each
    found.push({ origin, bundle, at, entry, evidence, told: said && told(said, places, approvers) })
  }
  return found
}

/** What the blob says, where it is there and the one that the log names. */
async function readEvidence(store: Pick<Store, 'read'>, { evidence }: KnownImport): Promise<Evidence | undefined> {
  const key = evidenceKey(evidence)
  try {
    const bytes = await store.read(key, evidenceLimit)
    return bytes !== undefined && hex(sha256(bytes)) === evidence ? parseEvidence(bytes, key) : undefined
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}

function told(
  { header, approvals, carriers, outcomes }: Evidence,
  places: readonly (readonly [string, number])[],
  known: readonly TrustedKey[],
): Told {
  const { id, from, to, created } = headerOf({ header })
  const ids = places.map(([kind, n]) => [kind, nthOf(outcomes.taken, n) ?? from.size] as const)
  const keys = known.map(({ key }) => parseVerifier(key))
  const signed = approvals.flatMap(note => {
    const { text, signatures } = splitNote(utf8(note))
    return signatures.map(line => {
      const key = keyId(line)
      const isVerified = keys.some(each => keyId(each) === key && each.verify(utf8(text), line.bytes))
      return { ...parseApproval(text), key, isVerified }
    })
  })
  const newest = ids.flatMap(([, each]) => newestOf(signed, each))
  const approved = newest.filter(({ decision }) => decision === 'approve')
  const approvers = new Map(approved.map(({ key, isVerified }) => [key, { key, isVerified }]))
  const entries = Object.fromEntries(ids)
  return { id, from: from.size, to: to.size, created, entries, carriers, approvers: [...approvers.values()] }
}
