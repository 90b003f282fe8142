import { decide } from '../../../core/ferry/approval.ts'
import { inRanges } from '../../../core/ferry/id-ranges.ts'
import { namedObject } from '../../../core/ferry/named-object.ts'
import type { MirrorEntry, PlanFacts } from '../../../core/ferry/plan-import.ts'
import { quarantineKey } from '../../../core/ferry/quarantine.ts'
import type { TakenObject } from '../../../core/ferry/taken-object.ts'
import type { ModuleVersion } from '../../../core/module/module-version.ts'
import type { CountedApprovals } from './approvals.ts'
import type { OpenedImport } from './opened-import.ts'
import { readEvidence } from './read-evidence.ts'
import { standing } from './standing.ts'
import type { TakingWorld } from './taking-world.ts'

/** What was read of an import before it is planned. */
export interface Found {
  readonly entries: readonly MirrorEntry[]
  /** What lies in quarantine. */
  readonly objects: readonly TakenObject[]
  readonly approvals: CountedApprovals
}

/**
 * What the plan of an import follows from, by the log of the node as it is now. Reads what is held of versions that are
 * in both. Throws what the store throws.
 */
export async function factsOf(world: TakingWorld, imported: OpenedImport, found: Found): Promise<PlanFacts> {
  const { log, trust } = world
  const cursor = log.state.cursor(imported.header.origin)?.size ?? 0
  const waited = await waitedIn(world, imported)
  const atHand = await entriesAtHand(world, imported, found)
  return {
    entries: found.entries,
    state: log.state,
    decide: id => decide(found.approvals.approvals, trust.approvers.needed, id),
    isAtHand: id => atHand.has(id),
    isPast: id => id < cursor && !waited(id),
    news: entries => log.news(entries),
  }
}

/**
 * Which entries the newest import left, refused or undecided, where that was of this very bundle: a decision of the
 * mirror that waited while a later bundle was taken is out of date.
 */
async function waitedIn(world: TakingWorld, { header, digest }: OpenedImport): Promise<(id: number) => boolean> {
  const latest = world.log.state.cursor(header.origin)
  const found = latest?.bundle === digest ? await readEvidence(world.store, latest.evidence) : undefined
  if (found === undefined) return () => false
  const { refused, undecided } = found.outcomes
  return id => inRanges(refused, id) || inRanges(undecided, id)
}

/** The entries whose blobs wait in quarantine and are lacking in the tree. */
async function entriesAtHand(
  world: TakingWorld,
  { digest: bundle }: OpenedImport,
  { entries, objects }: Found,
): Promise<Set<number>> {
  const byId = new Map(entries.map(each => [each.id, each.entry]))
  const records = new Set(entries.flatMap(({ entry }) => (entry.kind === 'record' ? [nameOf(entry)] : [])))
  const atHand = new Set<number>()
  for (const { id, kind, digest } of objects) {
    const entry = kind === 'certificate' ? undefined : byId.get(id)
    const named = entry && namedObject(entry)
    if (entry === undefined || named === undefined) continue
    const key = quarantineKey(bundle, digest)
    if (entry.kind === 'proofs' && !(await world.areForward(entry, key))) continue
    if ((await standing(world, entry, named)) !== 'lacking') continue
    if (entry.kind === 'zip' && !records.has(nameOf(entry)) && !(await isOurs(world, entry, key))) continue
    atHand.add(id)
  }
  return atHand
}

/** Whether a zip that came without its record has the hash that the node's own log names. */
async function isOurs(
  { log, h1Of, journal, watch }: TakingWorld,
  module: ModuleVersion,
  key: string,
): Promise<boolean> {
  const record = log.state.version(module.path, module.version)?.record
  if (record === undefined) return true
  const found = await h1Of(module, key)
  if (found === record.h1Zip) return true
  journal.error('ferry-contradiction', { module: nameOf(module), wanted: record.h1Zip, found })
  await watch.tell({ subject: nameOf(module), outcome: 'contradiction', part: 'zip' })
  return false
}

function nameOf({ path, version }: ModuleVersion): string {
  return `${path}@${version}`
}
