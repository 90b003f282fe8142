import { decide, type SignedApproval } from '../../../core/ferry/approval.ts'
import type { Without } from '../../../core/ferry/bundle-header.ts'
import { type IdRanges, inRanges, toRanges } from '../../../core/ferry/id-ranges.ts'
import type { ImportState } from '../../../core/ferry/import-state.ts'
import { namedObject } from '../../../core/ferry/named-object.ts'
import type { MirrorEntry } from '../../../core/ferry/plan-import.ts'
import { travels } from '../../../core/ferry/travels.ts'
import type { TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import type { LogState } from '../../../core/log/state.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readApprovals } from './approvals.ts'
import { bundleEntries } from './bundle-leaves.ts'
import { openImport } from './opened-import.ts'
import { takenObjects } from './taken-objects.ts'

/** A version of which a bundle says something. */
export interface ShownVersion {
  readonly path: string
  readonly version: string
  /** Its entries in the mirror's log. */
  readonly entries: IdRanges
  /** Kinds of the entries. */
  readonly kinds: readonly string[]
  /** Whether the node's log has a record of it. */
  readonly known: boolean
  /** Bytes that wait in quarantine. */
  readonly waiting: number
  readonly decision: VersionDecision
  /** Whether all that the bundle brings of it is in the node's log: no decision changes anything there. */
  readonly settled: boolean
}

/**
 * What becomes of a version by the decisions so far; all of a bundle that is refused is. Of what is `withheld` the
 * mirror left every file at home, and of what is `lacking` it has none: there is nothing to decide.
 */
export type VersionDecision = 'approved' | 'refused' | 'undecided' | 'withheld' | 'lacking'

/** An import as it is shown. */
export interface ShownImport {
  readonly state: ImportState
  readonly created: string
  readonly expires: string | undefined
  /** `name+hash` of the keys that signed the header. */
  readonly signers: readonly string[]
  readonly bytes: number
  readonly approvals: readonly SignedApproval[]
  /** How many approvers are needed. */
  readonly needed: number
  readonly versions: readonly ShownVersion[]
}

/** What the import in `folder` is, brings, and was decided. Throws what reading it throws. */
export async function showImport(folder: FlatFolder, trust: TrustPolicy, log: LogState): Promise<ShownImport> {
  const { header, state, keys, digest } = await openImport(folder, trust)
  const { approvals } = await readApprovals(folder, trust, digest)
  const waiting = new Map<number, number>()
  for await (const { id, kind, size } of takenObjects(folder)) if (kind !== 'certificate') waiting.set(id, size)
  const groups = new Map<string, MirrorEntry[]>()
  for await (const each of bundleEntries(folder, header)) {
    const key = 'path' in each.entry ? `${each.entry.path}@${each.entry.version}` : undefined
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), each])
  }
  const { needed } = trust.approvers
  const versions = [...groups].map(([key, group]): ShownVersion => {
    const at = key.lastIndexOf('@')
    const [path, version] = [key.slice(0, at), key.slice(at + 1)]
    const kinds = group.map(({ entry }) => entry.kind)
    const known = log.version(path, version) !== undefined
    const bytes = group.reduce((sum, { id }) => sum + (waiting.get(id) ?? 0), 0)
    const decisions = group.map(({ id }) => decide(approvals, needed, id))
    const decided = (['refused', 'undecided'] as const).find(each => decisions.includes(each)) ?? 'approved'
    const settled = known && bytes === 0 && isInLog(state) && (decided === 'approved' || !kinds.some(isWithdrawal))
    const left = known ? undefined : leftAtHome(header.without, group)
    const decision = state.step === 'refused' ? 'refused' : settled ? 'approved' : (left ?? decided)
    const entries = toRanges(group.map(({ id }) => id))
    return { path, version, entries, kinds, known, waiting: bytes, decision, settled }
  })
  const { created, expires, stream } = header
  return { state, created, expires, signers: keys, bytes: stream.bytes, approvals, needed, versions }
}

/** Whether something of an import was committed. */
export function isInLog({ step }: Pick<ImportState, 'step'>): boolean {
  return step === 'committed' || step === 'done'
}

/** A recall has no file that could wait, and can be refused where the version is known. */
function isWithdrawal(kind: string): boolean {
  return kind === 'recall' || kind === 'restore'
}

/** Why no file of a version travelled; undefined where one did, or none was named. */
function leftAtHome(without: Without, group: readonly MirrorEntry[]): 'withheld' | 'lacking' | undefined {
  const ids = group.filter(({ entry }) => namedObject(entry) !== undefined).map(({ id }) => id)
  if (ids.some(id => travels(without, id))) return undefined
  return (['withheld', 'lacking'] as const).find(why => ids.some(id => inRanges(without[why], id)))
}
