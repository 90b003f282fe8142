import { GoferryError } from '../../core/errors.ts'
import type { VerifyReport } from './verify.ts'

/** `store-damaged` where `report` says that files of the folder `data` are bad still. */
export function verifyFailure(data: string, { bad, healed }: VerifyReport): GoferryError | undefined {
  if (bad <= healed) return undefined
  return new GoferryError('store-damaged', { subject: data, reason: 'verify-unhealed', params: { bad: bad - healed } })
}
