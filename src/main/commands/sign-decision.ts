import type { DecisionWish } from '../../cli/taking-access.ts'
import { GoferryError } from '../../core/errors.ts'
import { type Approval, approvalText, formatApproval } from '../../core/ferry/approval.ts'
import { countRanges, toRanges } from '../../core/ferry/id-ranges.ts'
import { formatUnsigned, parseSignable } from '../../core/ferry/signable.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import { arePrefixPatterns, matchesPrefixPatterns } from '../../core/module/pattern.ts'
import { parseSigner } from '../../core/note/key.ts'
import type { ShownImport, ShownVersion } from '../../services/ferry/in/show-import.ts'
import { clock, openKeyFiles } from '../compose.ts'
import { readNote } from './read-note.ts'

/** The most bytes of a decision. */
const decisionLimit = 1 << 20

/** A decision, and the versions that it is of. */
interface Decision {
  readonly approval: Approval
  readonly versions: readonly ShownVersion[]
}

/**
 * The decision `wish` on an import, signed by the key in the file that it names, which nobody else may read. Throws
 * `usage` for patterns that match nothing, `absent`, `key-exposed`, `bad-key`.
 */
export async function signDecision(
  keyFolder: string,
  bundle: string,
  shown: ShownImport,
  wish: DecisionWish,
): Promise<string> {
  const { decision, key } = wish
  if (key === undefined) throw new GoferryError('usage', { subject: decision, reason: 'decide.no-key' })
  const { approval } = decisionOn(bundle, shown, wish)
  const text = await openKeyFiles(keyFolder).import(key)
  return Buffer.from(formatApproval(approval, parseSigner(text.trim()))).toString()
}

/**
 * The decision that was signed elsewhere, in the file `signature` of `wish`; whoever calls says what it is. Throws
 * `usage` where nobody signed it or it says the other thing, `bad-note`, `absent`, `too-large`.
 */
export async function signedElsewhere({ decision, signature = '' }: DecisionWish): Promise<string> {
  const note = await readNote(signature, decisionLimit)
  const { of, signatures } = parseSignable(note, signature)
  const subject = signature
  if (!('approval' in of)) throw new GoferryError('bad-note', { subject, reason: 'bundle.approval-form' })
  if (signatures.length === 0) throw new GoferryError('usage', { subject, reason: 'decide.unsigned' })
  const params = { decision: of.approval.decision }
  if (of.approval.decision !== decision) throw new GoferryError('usage', { subject, reason: 'decide.other', params })
  return note
}

/** The decision `wish` on an import, for others to sign, and what it is of. Throws `usage`. */
export function unsignedDecision(bundle: string, shown: ShownImport, wish: DecisionWish): string {
  const { approval, versions } = decisionOn(bundle, shown, wish)
  const { id, origin, site, from, to } = shown.state
  const entries = versions.reduce((sum, each) => sum + countRanges(each.entries), 0)
  return formatUnsigned(approvalText(approval), [
    `id ${id}`,
    `origin ${origin}`,
    `site ${site}`,
    `log ${from} to ${to}`,
    `entries ${entries}`,
    `versions ${versions.length}`,
    ...versions.map(({ path, version }) => `${path}@${version}`),
  ])
}

function decisionOn(bundle: string, { versions }: ShownImport, { decision, only, reason }: DecisionWish): Decision {
  const bad = only.find(pattern => !arePrefixPatterns(pattern))
  if (bad !== undefined) throw new GoferryError('usage', { subject: bad, reason: 'decide.pattern' })
  const time = formatTime(clock.now())
  if (only.length === 0) return { approval: { bundle, decision, entries: undefined, reason, time }, versions }
  const matching = versions.filter(({ path }) => matchesPrefixPatterns(only.join(','), path))
  if (matching.length === 0) throw new GoferryError('usage', { subject: only.join(' '), reason: 'decide.none-match' })
  const ids = matching.flatMap(({ entries }) => entries.flatMap(({ first, last }) => range(first, last)))
  const entries = toRanges(ids.sort((a, b) => a - b))
  return { approval: { bundle, decision, entries, reason, time }, versions: matching }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
