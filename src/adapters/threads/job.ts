import { basename } from 'node:path'
import { type ErrorFields, GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'

/** What a worker thread is sent. Without `module` the file is only hashed. */
export interface Job {
  /** A local path. */
  readonly location: string
  readonly module?: ModuleVersion
}

/** What a worker thread sends back for each job. */
export type Answer = { readonly value: unknown } | { readonly error: PlainError }

/** A GoferryError as data: a class does not survive the way between threads. */
export type PlainError = Pick<GoferryError, 'code' | 'subject' | 'reason' | 'params'> & { readonly cause: string }

/** What the job is about, for messages: the module, or the file without its folder. */
export function subjectOf(job: Job): string {
  return job.module ? `${job.module.path}@${job.module.version}` : basename(job.location)
}

/** `error` as data: what the system refused becomes `io-failed`, anything else that is no GoferryError `internal`. */
export function toPlain(error: unknown, job: Job): PlainError {
  const { code, subject, reason, params, cause } = isGoferryError(error) ? error : unexpected(error, job)
  return { code, subject, reason, params, cause: cause instanceof Error ? cause.message : '' }
}

/** The error that `plain` was. */
export function fromPlain({ code, subject, reason, params, cause }: PlainError): GoferryError {
  const fields: ErrorFields = { subject, params, cause }
  return new GoferryError(code, reason === undefined ? fields : { ...fields, reason })
}

function unexpected(cause: unknown, job: Job): GoferryError {
  const ofSystem = cause instanceof Error && 'syscall' in cause
  return new GoferryError(ofSystem ? 'io-failed' : 'internal', { subject: subjectOf(job), cause })
}
