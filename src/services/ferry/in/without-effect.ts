import { GoferryError } from '../../../core/errors.ts'
import type { Approval } from '../../../core/ferry/approval.ts'
import type { ShownImport } from './show-import.ts'

/**
 * The versions that the `refusal` of an import is of and that are in the node's log already: it changes nothing of
 * them. Throws `usage` where there are no others.
 */
export function withoutEffect({ state, versions }: ShownImport, refusal: Approval): string[] {
  const isOf = (first: number, last: number) =>
    refusal.entries?.some(range => range.first <= last && first <= range.last) ?? true
  const named = versions.filter(
    ({ entries, decision }) =>
      decision !== 'withheld' && decision !== 'lacking' && entries.some(({ first, last }) => isOf(first, last)),
  )
  const settled = named.filter(each => each.settled).map(({ path, version }) => `${path}@${version}`)
  if (settled.length === 0 || settled.length < named.length) return settled
  const params = { n: settled.length, names: namesOf(settled) }
  throw new GoferryError('usage', { subject: state.id, reason: 'decide.in-log', params })
}

/** The first few. */
function namesOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ')
}
