import { GoferryError } from '../../core/errors.ts'
import type { RefreshReport } from './refresh.ts'

/** `incomplete` where `report` says that something could not be proved. */
export function refreshFailure({ failed }: RefreshReport): GoferryError | undefined {
  return failed === 0
    ? undefined
    : new GoferryError('incomplete', { subject: 'proofs', reason: 'proofs-failed', params: { failed } })
}
