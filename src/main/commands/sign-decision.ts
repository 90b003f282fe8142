import type { DecisionWish } from '../../cli/taking-access.ts'
import { GoferryError } from '../../core/errors.ts'
import { formatApproval } from '../../core/ferry/approval.ts'
import { toRanges } from '../../core/ferry/id-ranges.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import { arePrefixPatterns, matchesPrefixPatterns } from '../../core/module/pattern.ts'
import { parseSigner } from '../../core/note/key.ts'
import type { ShownImport } from '../../services/ferry/in/show-import.ts'
import { clock, openKeyFiles } from '../compose.ts'

/**
 * The decision `wish` on an import, signed by the key in the file that it names, which nobody else may read. Throws
 * `usage` for patterns that match nothing, `absent`, `key-exposed`, `bad-key`.
 */
export async function signDecision(
  keyFolder: string,
  bundle: string,
  { versions }: ShownImport,
  wish: DecisionWish,
): Promise<string> {
  const { decision, only, reason, key } = wish
  if (key === undefined) throw new GoferryError('usage', { subject: decision, reason: 'decide.no-key' })
  const bad = only.find(pattern => !arePrefixPatterns(pattern))
  if (bad !== undefined) throw new GoferryError('usage', { subject: bad, reason: 'decide.pattern' })
  const text = await openKeyFiles(keyFolder).import(key)
  const matching = versions.filter(({ path }) => matchesPrefixPatterns(only.join(','), path))
  if (only.length > 0 && matching.length === 0)
    throw new GoferryError('usage', { subject: only.join(' '), reason: 'decide.none-match' })
  const ids = matching.flatMap(({ entries }) => entries.flatMap(({ first, last }) => range(first, last)))
  const entries = only.length === 0 ? undefined : toRanges(ids.sort((a, b) => a - b))
  const approval = { bundle, decision, entries, reason, time: formatTime(clock.now()) }
  return Buffer.from(formatApproval(approval, parseSigner(text.trim()))).toString()
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
