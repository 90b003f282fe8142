import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { WatchReport } from './tally.ts'

/** `mismatch` where `report` says that the upstream rewrote something, else `incomplete` where something failed. */
export function pullFailure({ failed, rewritten }: WatchReport): GoferryError | undefined {
  if (rewritten > 0)
    return new GoferryError('mismatch', { subject: 'pull', reason: 'watch.rewritten', params: { rewritten } })
  if (failed > 0) return new GoferryError('incomplete', { subject: 'pull', reason: 'add-failed', params: { failed } })
  return undefined
}

/** Whether the trouble is that of one module, and not of the node. */
export function isOfUpstream(error: unknown): error is GoferryError {
  const own = ['no-space', 'io-failed', 'head-conflict', 'stopping', 'internal', 'interrupted', 'store-damaged']
  return isGoferryError(error) && !own.includes(error.code)
}
