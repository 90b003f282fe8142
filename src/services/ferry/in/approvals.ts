import { GoferryError, isGoferryError } from '../../../core/errors.ts'
import { parseApproval, type SignedApproval } from '../../../core/ferry/approval.ts'
import { openByGroup, type TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import { hex, sha256 } from '../../../core/hash.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readState } from './imports.ts'
import { reach, readFile } from './opened-import.ts'

/** The most files that the folder of an import has: volumes, approvals and a few more. */
const filesLimit = 10_000

/** The decisions of approvers on a bundle that count now. */
export interface CountedApprovals {
  readonly approvals: readonly SignedApproval[]
  /** The note of each, in the same order. */
  readonly notes: readonly string[]
}

/**
 * The decisions in `folder` that are of `bundle`, by approvers whom `trust` names now: one of a key that was revoked
 * since counts no more. Throws what the folder throws.
 */
export async function readApprovals(folder: FlatFolder, trust: TrustPolicy, bundle: string): Promise<CountedApprovals> {
  const approvals: SignedApproval[] = []
  const notes: string[] = []
  for (const { name } of await folder.list(filesLimit)) {
    if (!/^approval-[0-9a-f]{16}\.txt$/.test(name)) continue
    const note = await readFile(folder, name)
    const opened = note && openIfTrusted(note, trust, bundle)
    if (note === undefined || opened === undefined) continue
    approvals.push(...opened)
    notes.push(Buffer.from(note).toString())
  }
  return { approvals, notes }
}

/**
 * Keeps the signed decision `note` of an approver; an import that decisions ended goes on. Throws `bad-note`;
 * `bundle-untrusted` where no approver signed it whose key is good now and at the time that it names; `bundle-revoked`;
 * `usage` where it is of another bundle; what `check` throws of it.
 */
export async function keepApproval(
  { folder, trust, clock }: { folder: FlatFolder; trust: TrustPolicy; clock: Clock },
  note: Uint8Array,
  bundle: string,
  check: (approval: SignedApproval) => Promise<void> = async () => undefined,
): Promise<readonly SignedApproval[]> {
  const opened = open(note, trust, [clock.now()])
  const other = opened.find(approval => approval.bundle !== bundle)?.bundle
  if (other !== undefined)
    throw new GoferryError('usage', { subject: 'approval', reason: 'taking.other-bundle', params: { bundle: other } })
  if (opened[0] !== undefined) await check(opened[0])
  await folder.write(`approval-${hex(sha256(note)).slice(0, 16)}.txt`, [note])
  await reopen(folder, clock.now())
  return opened
}

/** What was refused lies in quarantine still, and can be taken now. What was refused for another reason stays so. */
async function reopen(folder: FlatFolder, now: number): Promise<void> {
  const state = await readState(folder)
  if (state?.step === 'done') await reach(folder, state, 'committed', now)
  if (state?.refusal?.reason !== 'taking.all-refused') return
  const { refusal: _, ...rest } = state
  await reach(folder, rest, 'scanned', now)
}

/** One note may carry the signatures of several approvers. */
function open(note: Uint8Array, { approvers }: TrustPolicy, moments: readonly number[]): SignedApproval[] {
  const times = (text: string) => [Date.parse(parseApproval(text).time), ...moments]
  const { text, keys } = openByGroup(note, { needed: 1, keys: approvers.keys }, times, 'approval')
  return keys.map(key => ({ ...parseApproval(text), key }))
}

function openIfTrusted(note: Uint8Array, trust: TrustPolicy, bundle: string): SignedApproval[] | undefined {
  try {
    return open(note, trust, []).filter(approval => approval.bundle === bundle)
  } catch (error) {
    if (isGoferryError(error, 'bad-note', 'bundle-untrusted', 'bundle-revoked')) return undefined
    throw error
  }
}
