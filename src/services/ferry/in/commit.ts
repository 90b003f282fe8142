import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import { evidenceKey, formatEvidence } from '../../../core/ferry/evidence.ts'
import { countRanges } from '../../../core/ferry/id-ranges.ts'
import {
  type ImportPlan,
  type MirrorEntry,
  OUTCOMES,
  type Outcome,
  planImport,
} from '../../../core/ferry/plan-import.ts'
import type { TakenObject } from '../../../core/ferry/taken-object.ts'
import { hex, sha256 } from '../../../core/hash.ts'
import { formatTime } from '../../../core/log/entry-values.ts'
import { type CountedApprovals, readApprovals } from './approvals.ts'
import { bundleEntries } from './bundle-leaves.ts'
import { type Found, factsOf } from './import-facts.ts'
import { gapOf } from './judge.ts'
import { type OpenedImport, openImport, reach, refuse } from './opened-import.ts'
import { placeTaken } from './place-taken.ts'
import { takenObjects } from './taken-objects.ts'
import type { TakingWorld } from './taking-world.ts'

/** What a commit came to: how many entries of the bundle there are of each outcome, and what the log is now. */
export interface CommitReport extends Readonly<Record<Outcome, number>> {
  readonly bundle: string
  /** Whether something was appended to the log: a replay appends nothing. */
  readonly appended: boolean
  /** Blobs that went to their places. */
  readonly placed: number
  /** The file of the receipt for the mirror. */
  readonly receipt: string
}

/** How often a commit is planned anew because the log grew meanwhile. */
const attempts = 8

/**
 * Appends what is approved of a bundle to the node's log, all of it at once with the entry that moves the cursor; then
 * its blobs go from quarantine to their places. What is refused or undecided stays where it is and can be approved
 * later. Run again, it goes on: what is logged is not logged twice, what is in its place stays. Throws
 * `bundle-undecided` where nobody decided; `bundle-gap`, `bundle-fork`, `bundle-refused`; `usage` before the bundle
 * was scanned; `interrupted`, and what log, store and folder throw.
 */
export async function commit(world: TakingWorld): Promise<CommitReport> {
  const imported = await openImport(world.folder, world.trust)
  const { step } = imported.state
  if (step !== 'scanned' && step !== 'committed' && step !== 'done')
    throw new GoferryError('usage', { subject: imported.header.id, reason: 'taking.too-early', params: { step } })
  try {
    return await new Commit(world, imported).run()
  } catch (error) {
    if (!isGoferryError(error, 'bundle-fork', 'bundle-refused')) throw error
    if (error.code === 'bundle-fork') alarm(world, imported, error)
    if (step === 'scanned') await refuse(world.folder, imported.state, error, world.clock.now())
    throw error
  }
}

function alarm({ journal }: TakingWorld, { header, digest }: OpenedImport, error: GoferryError): void {
  journal.error('ferry-fork', { origin: header.origin, bundle: digest, error: error.message })
}

class Commit {
  readonly #world: TakingWorld
  readonly #import: OpenedImport

  constructor(world: TakingWorld, imported: OpenedImport) {
    this.#world = world
    this.#import = imported
  }

  async run(): Promise<CommitReport> {
    const { folder, trust, log, clock } = this.#world
    const { header, digest, state } = this.#import
    const cursor = log.state.cursor(header.origin)
    this.#refuseGap(cursor?.size ?? 0)
    const entries: MirrorEntry[] = []
    for await (const each of bundleEntries(folder, header, cursor && [cursor])) entries.push(each)
    const objects: TakenObject[] = []
    for await (const object of takenObjects(folder)) objects.push(object)
    const found = { entries, objects, approvals: await readApprovals(folder, trust, digest) }
    const { plan, appended } = await this.#append(found)
    const placed = await placeTaken(this.#world, this.#import, found, plan.outcomes)
    const receipt = await this.#world.writeReceipt({
      origin: header.origin,
      size: header.to.size,
      checkpoint: header.checkpoint,
    })
    this.#world.reached('receipt-written')
    const next = plan.outcomes.undecided.length > 0 || (await this.#isDecidedAnew(found)) ? 'committed' : 'done'
    if (state.step !== next) await reach(folder, state, next, clock.now())
    this.#world.reached('commit-noted')
    const counts = OUTCOMES.map(outcome => [outcome, countRanges(plan.outcomes[outcome])] as const)
    return { bundle: digest, appended, placed, receipt, ...(Object.fromEntries(counts) as Record<Outcome, number>) }
  }

  /** Whether an approver decided while this ran. */
  async #isDecidedAnew({ approvals }: Found): Promise<boolean> {
    const now = await readApprovals(this.#world.folder, this.#world.trust, this.#import.digest)
    return now.notes.length > approvals.notes.length
  }

  /** Plans and appends, anew where the log grew in between. */
  async #append(found: Found): Promise<{ plan: ImportPlan; appended: boolean }> {
    for (let attempt = 1; ; attempt++) {
      if (this.#world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
      const plan = planImport(await factsOf(this.#world, this.#import, found))
      if (attempt === 1) await this.#tellContradictions(plan)
      try {
        return { plan, appended: await this.#appendPlan(plan, found.approvals) }
      } catch (error) {
        if (!isGoferryError(error, 'bad-entry') || attempt === attempts) throw error
      }
    }
  }

  async #tellContradictions({ contradictions }: ImportPlan): Promise<void> {
    for (const { module, error } of contradictions) {
      const subject = `${module.path}@${module.version}`
      this.#world.journal.error('ferry-contradiction', { module: subject, error: error.message })
      const { code, reason, params } = error
      await this.#world.watch.tell({ subject, outcome: 'contradiction', error: { code, subject, reason, params } })
    }
  }

  /** Whether something was appended. The entries that follow the first are just those that it counts. */
  async #appendPlan({ taken, outcomes }: ImportPlan, approvals: CountedApprovals): Promise<boolean> {
    const { log, store, clock } = this.#world
    const { header, digest, state, note } = this.#import
    const cursor = log.state.cursor(header.origin)
    if (taken.length === 0 && (cursor?.size ?? -1) >= header.to.size) return false
    if (taken.length === 0) this.#refuseNothing(outcomes, approvals)
    const evidence = formatEvidence({
      header: note,
      approvals: approvals.notes,
      carriers: state.carriers,
      scans: state.scans,
      outcomes,
    })
    const name = hex(sha256(evidence))
    await store.put(evidenceKey(name), evidence)
    this.#world.reached('evidence-put')
    const isBehind = cursor !== undefined && cursor.size > header.to.size
    const { size, root } = isBehind ? cursor : { size: header.to.size, root: hex(header.to.root) }
    const at = formatTime(clock.now())
    const first = { kind: 'import', origin: header.origin, size, root, bundle: digest, evidence: name } as const
    await log.append([{ ...first, entries: taken.length, at }, ...taken.map(({ entry }) => entry)])
    this.#world.reached('import-logged')
    return true
  }

  #refuseGap(size: number): void {
    const gap = gapOf(this.#import.state, size)
    if (gap !== undefined) throw gap
  }

  /** A bundle of which nothing is taken moves the cursor only where it brings nothing that anybody could take. */
  #refuseNothing({ undecided, refused }: ImportPlan['outcomes'], { approvals }: CountedApprovals): void {
    const { id } = this.#import.header
    const { needed } = this.#world.trust.approvers
    if (undecided.length > 0)
      throw new GoferryError('bundle-undecided', {
        subject: id,
        reason: 'taking.nobody-decided',
        params: { needed, id },
      })
    const why = approvals.findLast(({ decision }) => decision === 'refuse')?.reason
    if (refused.length > 0 && why !== undefined)
      throw new GoferryError('bundle-refused', { subject: id, reason: 'taking.all-refused', params: { why } })
  }
}
