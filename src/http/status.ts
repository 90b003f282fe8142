import { type ErrorCode, GoferryError } from '../core/errors.ts'
import type { MessageKey } from '../core/messages/catalogue.ts'

/**
 * The HTTP status of each error, after design §3.8: 403 a refusal or a miss (the go
 * command shows its text), 404 what does not exist, 502 what was wrong with the upstream
 * or with the stored bytes, 503 and 507 what passes by itself or needs the operator.
 */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  'bad-module-path': 404,
  'bad-version': 404,
  'bad-file-path': 502,
  'bad-gomod': 502,
  'bad-info': 502,
  'bad-archive': 502,
  'bad-zip': 502,
  'bad-note': 502,
  'bad-key': 500,
  'bad-signature': 502,
  'bad-tile': 404,
  'bad-proof': 502,
  'bad-record': 502,
  'bad-entry': 502,
  'bad-parity': 502,
  'bad-settings': 500,
  usage: 400,
  denied: 403,
  missing: 403,
  absent: 404,
  'not-listed': 403,
  'not-checked': 502,
  mismatch: 502,
  'upstream-refused': 403,
  'upstream-failed': 502,
  'too-large': 502,
  'log-fork': 502,
  'log-rollback': 502,
  'head-conflict': 503,
  'replica-failed': 503,
  'store-conflict': 502,
  'store-damaged': 502,
  'data-locked': 503,
  'key-exposed': 500,
  'no-space': 507,
  'io-failed': 500,
  'database-unreachable': 503,
  'database-refused': 500,
  busy: 503,
  stopping: 503,
  interrupted: 503,
  'go-failed': 502,
  'program-failed': 502,
  'bad-seal': 502,
  'job-ended': 502,
  'format-unknown': 500,
  incomplete: 500,
  unhealthy: 500,
  'bundle-incomplete': 502,
  'bundle-gap': 502,
  'bundle-replay': 502,
  'bundle-fork': 502,
  'bundle-foreign': 502,
  'bundle-expired': 502,
  'bundle-untrusted': 502,
  'bundle-revoked': 502,
  'bundle-internal': 502,
  'bundle-damaged': 502,
  'bundle-refused': 502,
  'bundle-unclean': 502,
  'scan-stale': 502,
  'bundle-undecided': 502,
  'bad-receipt': 502,
  internal: 500,
}

/** What HTTP has a status of its own for. */
const STATUS_OF_REASON: Partial<Record<MessageKey, number>> = {
  'answer.read-only': 405,
  'answer.url-too-long': 414,
}

/** The HTTP status of `error`; 500 for anything that is not a GoferryError. */
export function statusOf(error: unknown): number {
  if (!(error instanceof GoferryError)) return 500
  const special = error.reason === undefined ? undefined : STATUS_OF_REASON[error.reason]
  return special ?? STATUS[error.code]
}
