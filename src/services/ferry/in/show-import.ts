import { decide, type SignedApproval } from '../../../core/ferry/approval.ts'
import { type IdRanges, toRanges } from '../../../core/ferry/id-ranges.ts'
import type { ImportState } from '../../../core/ferry/import-state.ts'
import type { MirrorEntry } from '../../../core/ferry/plan-import.ts'
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
  readonly decision: 'approved' | 'refused' | 'undecided'
}

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
  const versions = [...groups].map(([key, group]) => {
    const at = key.lastIndexOf('@')
    const [path, version] = [key.slice(0, at), key.slice(at + 1)]
    const decisions = group.map(({ id }) => decide(approvals, needed, id))
    return {
      path,
      version,
      entries: toRanges(group.map(({ id }) => id)),
      kinds: group.map(({ entry }) => entry.kind),
      known: log.version(path, version) !== undefined,
      waiting: group.reduce((sum, { id }) => sum + (waiting.get(id) ?? 0), 0),
      decision: (['refused', 'undecided'] as const).find(each => decisions.includes(each)) ?? 'approved',
    } as const
  })
  const { created, expires, stream } = header
  return { state, created, expires, signers: keys, bytes: stream.bytes, approvals, needed, versions }
}
