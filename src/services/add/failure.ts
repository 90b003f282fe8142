import { GoferryError } from '../../core/errors.ts'
import type { AddReport } from './add.ts'

/** `incomplete` where `report` says that something was not to be had. */
export function addFailure({ failed }: AddReport): GoferryError | undefined {
  return failed === 0
    ? undefined
    : new GoferryError('incomplete', { subject: 'add', reason: 'add-failed', params: { failed } })
}
