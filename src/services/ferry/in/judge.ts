import { GoferryError } from '../../../core/errors.ts'
import type { BundleFile, BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { hex } from '../../../core/hash.ts'
import type { TreeHead } from '../../../core/tlog/tree-head.ts'
import type { KnownHead } from './receive-world.ts'

/** How many entries of the mirror's log were taken: `known` in the order in which they came. */
export function cursorOf(known: readonly KnownHead[]): number {
  return known.at(-1)?.size ?? 0
}

/** Throws `bundle-fork` where the bundle and what was imported before cannot both come from one log. */
export function checkFork({ id, origin, from, to }: BundleHeader, known: readonly KnownHead[]): void {
  for (const head of [from, to]) checkHead(id, origin, head, known)
}

/** Throws `bundle-fork` where another tree of the size of `head` is known. */
export function checkHead(id: string, origin: string, head: TreeHead, known: readonly KnownHead[]): void {
  // The size first: the root of a tree that grows is computed when it is asked for.
  const other = known.find(({ size, root }) => size === head.size && root !== hex(head.root))
  if (other === undefined) return
  const params = { origin, size: head.size, known: other.root, brought: hex(head.root) }
  throw new GoferryError('bundle-fork', { subject: id, reason: 'bundle.fork', params })
}

/** `bundle-gap` where a bundle begins after entry number `size`, up to which the mirror's log is there. */
export function gapOf(
  { id, origin, from }: { readonly id: string; readonly origin: string; readonly from: number },
  size: number,
): GoferryError | undefined {
  if (from <= size) return undefined
  return new GoferryError('bundle-gap', { subject: id, reason: 'bundle.gap', params: { origin, from, have: size } })
}

/** `bundle-replay` where a bundle brings nothing after entry number `size`. */
export function replayOf({ id, origin, to }: BundleHeader, size: number): GoferryError | undefined {
  if (to.size > size || size === 0) return undefined
  const params = { origin, to: to.size, have: size }
  return new GoferryError('bundle-replay', { subject: id, reason: 'bundle.replay', params })
}

/** `bundle-incomplete`, which names what is missing of a bundle, and what would do in its place. */
export function incomplete(header: BundleHeader, missing: readonly BundleFile[]): GoferryError {
  const lost = missing.filter(({ name }) => !name.startsWith(header.log.name)).length
  const parity = header.parity.map(({ name }) => name).join(', ')
  const params = { names: missing.map(({ name }) => name).join(', '), count: lost, parity }
  const reason = lost > 0 && parity !== '' ? 'bundle.missing-or-parity' : 'bundle.missing'
  return new GoferryError('bundle-incomplete', { subject: header.id, reason, params })
}
