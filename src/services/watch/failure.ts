import { GoferryError } from '../../core/errors.ts'
import type { WatchReport } from './watch.ts'

/** `mismatch` where `report` says that the upstream rewrote something, else `incomplete` where something failed. */
export function pullFailure({ failed, rewritten }: WatchReport): GoferryError | undefined {
  if (rewritten > 0)
    return new GoferryError('mismatch', { subject: 'pull', reason: 'watch.rewritten', params: { rewritten } })
  if (failed > 0) return new GoferryError('incomplete', { subject: 'pull', reason: 'add-failed', params: { failed } })
  return undefined
}
