import { type GoferryError, isGoferryError } from '../errors.ts'
import type { Entry } from '../log/entry.ts'
import type { LogState } from '../log/state.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { type IdRanges, toRanges } from './id-ranges.ts'

/** An entry of the mirror's log. */
export interface MirrorEntry {
  /** Its number in that log. */
  readonly id: number
  readonly entry: Entry
}

/**
 * What becomes of an entry of a bundle: it is appended · the node's log says it already, or as good · the approvers or
 * the log of the node refuse it · nobody has decided yet · there is nothing to take: its blob did not travel, or it
 * speaks of another log.
 */
export const OUTCOMES = ['taken', 'known', 'refused', 'undecided', 'absent'] as const

/** One of them. */
export type Outcome = (typeof OUTCOMES)[number]

/** What is to be appended of a bundle. */
export interface ImportPlan {
  /** In the order of the mirror. */
  readonly taken: readonly MirrorEntry[]
  /** Every entry of the bundle is in one of them. */
  readonly outcomes: Readonly<Record<Outcome, IdRanges>>
  /** Versions of which the node's log says other things: nothing of them is taken. An alarm each. */
  readonly contradictions: readonly { readonly module: ModuleVersion; readonly error: GoferryError }[]
}

/** What the plan follows from. */
export interface PlanFacts {
  readonly entries: readonly MirrorEntry[]
  /** The node's own log. */
  readonly state: LogState
  decide(id: number): 'approved' | 'refused' | 'undecided'
  /** Whether the blob that entry `id` names is at hand and lacking in the tree. */
  isAtHand(id: number): boolean
  /** Whether a decision (a recall, a restoration) is not to be taken: it was before, or is older than what was. */
  isPast(id: number): boolean
  /** Those of `entries` that would say something new. Throws `bad-entry` where one contradicts the log. */
  news(entries: readonly Entry[]): readonly Entry[]
}

/**
 * What of a bundle is to be appended: what is approved and new, a version's record before the rest. A version that has
 * no record here and whose own is not approved waits with it; of two zips the last that can be had is taken.
 */
export function planImport(facts: PlanFacts): ImportPlan {
  const outcomes = new Map<number, Outcome>()
  const contradictions: { module: ModuleVersion; error: GoferryError }[] = []
  const taken: MirrorEntry[] = []
  const { versions, others } = byVersion(facts.entries)
  for (const group of versions) {
    const plan = planVersion(facts, group)
    for (const [id, outcome] of plan.outcomes) outcomes.set(id, outcome)
    taken.push(...plan.taken)
    if (plan.contradiction !== undefined) contradictions.push(plan.contradiction)
  }
  const proofs = others.findLast(({ id, entry }) => entry.kind === 'proofs' && isToTake(facts, id))
  for (const each of others) {
    const decision = facts.decide(each.id)
    const isTaken = each === proofs && facts.news([each.entry]).length > 0
    if (isTaken) taken.push(each)
    outcomes.set(each.id, isTaken ? 'taken' : facts.isAtHand(each.id) && decision !== 'approved' ? decision : 'absent')
  }
  taken.sort((a, b) => a.id - b.id)
  const ids = facts.entries.map(({ id }) => id)
  const of = (outcome: Outcome) => toRanges(ids.filter(id => outcomes.get(id) === outcome))
  const ranges = Object.fromEntries(OUTCOMES.map(outcome => [outcome, of(outcome)])) as Record<Outcome, IdRanges>
  return { taken, outcomes: ranges, contradictions }
}

function isToTake(facts: PlanFacts, id: number): boolean {
  return facts.decide(id) === 'approved' && facts.isAtHand(id)
}

function byVersion(entries: readonly MirrorEntry[]): { versions: Iterable<MirrorEntry[]>; others: MirrorEntry[] } {
  const versions = new Map<string, MirrorEntry[]>()
  const others: MirrorEntry[] = []
  for (const each of entries) {
    if (!('path' in each.entry)) {
      others.push(each)
      continue
    }
    const key = `${each.entry.path}@${each.entry.version}`
    const group = versions.get(key)
    if (group === undefined) versions.set(key, [each])
    else group.push(each)
  }
  return { versions: versions.values(), others }
}

interface VersionPlan {
  readonly outcomes: Map<number, Outcome>
  readonly taken: readonly MirrorEntry[]
  readonly contradiction?: { readonly module: ModuleVersion; readonly error: GoferryError }
}

function planVersion(facts: PlanFacts, group: readonly MirrorEntry[]): VersionPlan {
  const outcomes = new Map<number, Outcome>()
  const module = moduleOf(group)
  const isKnown = facts.state.version(module.path, module.version) !== undefined
  // Without a file of the version there is nothing to say of it, nor to decide.
  if (!isKnown && !group.some(({ id }) => facts.isAtHand(id)))
    return { outcomes: new Map(group.map(({ id }) => [id, 'absent'])), taken: [] }
  const wanted = wantedOf(facts, group, module, outcomes)
  const record = group.find(({ entry }) => entry.kind === 'record')
  try {
    // Also where nobody approved it: what hangs on a record that is not ours must not come in under ours.
    if (record !== undefined) facts.news([record.entry])
    const news = new Set(facts.news(wanted.map(({ entry }) => entry)))
    for (const { id, entry } of wanted) outcomes.set(id, news.has(entry) ? 'taken' : 'known')
    return { outcomes, taken: wanted.filter(({ entry }) => news.has(entry)) }
  } catch (error) {
    if (!isGoferryError(error, 'bad-entry')) throw error
    for (const { id } of group) outcomes.set(id, 'refused')
    return { outcomes, taken: [], contradiction: { module, error } }
  }
}

/** What of a version is approved and can be had; all else gets its outcome. */
function wantedOf(
  facts: PlanFacts,
  group: readonly MirrorEntry[],
  module: ModuleVersion,
  outcomes: Map<number, Outcome>,
): MirrorEntry[] {
  const known = facts.state.version(module.path, module.version)
  const record = group.find(({ entry }) => entry.kind === 'record')
  const recordIs = known !== undefined ? 'approved' : record === undefined ? 'undecided' : facts.decide(record.id)
  const lastZip = group.findLast(({ id, entry }) => entry.kind === 'zip' && isToTake(facts, id))
  const wanted: MirrorEntry[] = []
  for (const each of group) {
    const outcome = outcomeOf(facts, each, { recordIs, lastZip, known: known !== undefined })
    if (outcome === undefined) wanted.push(each)
    else outcomes.set(each.id, outcome)
  }
  const bringsFiles = wanted.some(({ id }) => facts.isAtHand(id))
  if (known !== undefined || bringsFiles) return wanted
  // The record alone, while what hangs on it waits.
  for (const { id } of wanted) outcomes.set(id, 'undecided')
  return []
}

function outcomeOf(
  facts: PlanFacts,
  { id, entry }: MirrorEntry,
  { recordIs, lastZip, known }: { recordIs: string; lastZip: MirrorEntry | undefined; known: boolean },
): Outcome | undefined {
  if (entry.kind === 'record') {
    if (known) return undefined
    return recordIs === 'approved' ? undefined : (recordIs as Outcome)
  }
  const isDecision = entry.kind === 'recall' || entry.kind === 'restore'
  if (isDecision && facts.isPast(id)) return 'known'
  if (!isDecision && !facts.isAtHand(id)) return saysSo(facts.state, entry) ? 'known' : 'absent'
  const decision = facts.decide(id)
  if (decision !== 'approved') return decision
  if (recordIs !== 'approved') return recordIs as Outcome
  return entry.kind === 'zip' && id !== lastZip?.id ? 'known' : undefined
}

/** Whether the node's log names a file of that kind already. */
function saysSo(state: LogState, entry: Entry): boolean {
  if (entry.kind !== 'info' && entry.kind !== 'zip' && entry.kind !== 'archive') return false
  return state.version(entry.path, entry.version)?.[entry.kind] !== undefined
}

function moduleOf(group: readonly MirrorEntry[]): ModuleVersion {
  const entry = group[0]?.entry
  return entry !== undefined && 'path' in entry ? entry : { path: '', version: '' }
}
