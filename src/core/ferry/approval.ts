import { GoferryError } from '../errors.ts'
import { isReason, isSha256, isTime } from '../log/entry-values.ts'
import type { Signer } from '../note/key.ts'
import { signNote } from '../note/sign-note.ts'
import { formatRanges, type IdRanges, inRanges, parseRanges } from './id-ranges.ts'

/** What one approver decided of a bundle: signed, over the digest of its header (A26: of exactly what was shown). */
export interface Approval {
  /** SHA-256 of the text of the header, in hexadecimal. */
  readonly bundle: string
  readonly decision: 'approve' | 'refuse'
  /** The entries that it is of; undefined for all. */
  readonly entries: IdRanges | undefined
  /** One line; a refusal has one. */
  readonly reason: string | undefined
  /** RFC 3339, UTC, whole seconds. */
  readonly time: string
}

/** An approval, and who signed it. */
export interface SignedApproval extends Approval {
  /** `name+hash`. */
  readonly key: string
}

/** The first line of a decision. */
export const approvalTitle = 'goferry approval v1'

/** The signed note of `approval`. Throws as `approvalText`. */
export function formatApproval(approval: Approval, signer: Signer): Uint8Array {
  return signNote(approvalText(approval), [signer])
}

/**
 * The text of `approval`, which its approvers sign. Throws `usage` for a refusal without a reason, or a reason of more
 * than a line.
 */
export function approvalText(approval: Approval): string {
  const { bundle, decision, entries, reason, time } = approval
  if ((reason === undefined && decision === 'refuse') || (reason !== undefined && !isReason(reason)))
    throw new GoferryError('usage', { subject: decision, reason: 'bundle.reason-needed' })
  const lines = [
    approvalTitle,
    `bundle ${bundle}`,
    `decision ${decision}`,
    `entries ${entries === undefined ? 'all' : formatRanges(entries)}`,
    ...(reason === undefined ? [] : [`reason ${reason}`]),
    `time ${time}`,
  ]
  return `${lines.join('\n')}\n`
}

/** The approval that the signed `text` is. Throws `bad-note`. */
export function parseApproval(text: string): Approval {
  const [, bundle = '', decision = '', ids = '', , reason, time = ''] =
    /^goferry approval v1\nbundle (.*)\ndecision (.*)\nentries (.*)\n(reason (.*)\n)?time (.*)\n$/.exec(text) ?? []
  const entries = ids === 'all' ? undefined : parseRanges(ids)
  const isSound =
    isSha256(bundle) &&
    (decision === 'approve' || decision === 'refuse') &&
    (ids === 'all' || entries?.length) &&
    (reason === undefined ? decision === 'approve' : isReason(reason)) &&
    isTime(time)
  if (!isSound) throw new GoferryError('bad-note', { subject: 'approval', reason: 'bundle.approval-form' })
  return { bundle, decision, entries, reason, time }
}

/**
 * What the approvers came to for entry `id`: of each only the newest decision that is of it counts. One refusal
 * refuses; `needed` approvals approve.
 */
export function decide(
  approvals: readonly SignedApproval[],
  needed: number,
  id: number,
): 'approved' | 'refused' | 'undecided' {
  const decisions = newestOf(approvals, id).map(({ decision }) => decision)
  if (decisions.includes('refuse')) return 'refused'
  return decisions.length >= needed ? 'approved' : 'undecided'
}

/** Of `approvals` the newest of each key that is of entry `id`; of two of one second the refusal. */
export function newestOf<T extends SignedApproval>(approvals: readonly T[], id: number): readonly T[] {
  const newest = new Map<string, T>()
  for (const approval of approvals) {
    if (approval.entries !== undefined && !inRanges(approval.entries, id)) continue
    const { time = '', decision } = newest.get(approval.key) ?? {}
    if (time < approval.time || (time === approval.time && decision === 'approve')) newest.set(approval.key, approval)
  }
  return [...newest.values()]
}
