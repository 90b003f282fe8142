import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { S3Address } from './s3-address.ts'

/**
 * What the store or the way to it answered, named after `subject`, a key: `no-space`, `bad-file-path` or `io-failed`
 * with what to do. The error itself is not kept as the cause: the SDK's holds the signed request (abuse case A18). A
 * GoferryError stays as it is.
 */
export function s3Error(subject: string, { endpoint, bucket }: S3Address, error: unknown): GoferryError {
  if (isGoferryError(error)) return error
  const status = statusOf(error)
  const why = nameOf(error)
  const params = { endpoint, bucket, why: status === undefined ? why : `${status} ${why}` }
  const failed = (reason: (typeof reasons)[number]) => new GoferryError('io-failed', { subject, reason, params })
  if (why === 'CredentialsProviderError') return failed('s3-no-key')
  // NotFound: what HEAD answers; for an object it never comes here.
  if (why === 'NoSuchBucket' || why === 'NotFound') return failed('s3-no-bucket')
  if (isFull(status, why)) return new GoferryError('no-space', { subject, reason: 's3-full', params })
  if (why === 'KeyTooLongError') return new GoferryError('bad-file-path', { subject, reason: 'store-name-long' })
  if (status === undefined) return failed('s3-unreachable')
  // Conditions are all that goferry asks beyond what every store has.
  if (status === 501) return failed('s3-no-conditions')
  if (status === 401 || status === 403) return failed('s3-denied')
  return failed(status === 429 || status >= 500 ? 's3-busy' : 's3-answer')
}

const reasons = [
  's3-no-key',
  's3-no-bucket',
  's3-no-conditions',
  's3-unreachable',
  's3-denied',
  's3-busy',
  's3-answer',
] as const

/** Whether the store says that nothing is there; to HEAD it answers without a name of what is not. */
export function isAbsent(error: unknown): boolean {
  return nameOf(error) === 'NoSuchKey' || (statusOf(error) === 404 && nameOf(error) === 'NotFound')
}

/** Whether a condition of the request did not hold. */
export function isRefusedCondition(error: unknown): boolean {
  return statusOf(error) === 412
}

/** Whether another conditional request for the same object was under way: then neither may have counted. */
export function isRace(error: unknown): boolean {
  return statusOf(error) === 409 && nameOf(error) === 'ConditionalRequestConflict'
}

/** What stores say that are full: HTTP's own status, the quota of a bucket or user, MinIO's disks. */
function isFull(status: number | undefined, why: string): boolean {
  return status === 507 || /^(QuotaExceeded|XMinioStorageFull|XMinioAdminBucketQuotaExceeded)$/.test(why)
}

/** The HTTP status; undefined where nothing was answered. */
function statusOf(error: unknown): number | undefined {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined
  const status = Object(metadata).httpStatusCode
  return typeof status === 'number' ? status : undefined
}

/** The store's name for what happened, or the system's (`ECONNREFUSED`); what looks like no name is not shown. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error ? error.code : undefined
  const name = typeof code === 'string' ? code : error.name
  return /^[A-Za-z][\w.]{0,63}$/.test(name) ? name : 'unknown'
}
