import { basename } from 'node:path'
import { toWire, type WireError } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'

/** What a worker thread is sent. Without `module` the file is only hashed. */
export interface Job {
  /** A local path. */
  readonly location: string
  readonly module?: ModuleVersion
  /** Whether only the commands in the zip are asked for. */
  readonly commands?: boolean
  /** The name of the archive that the file is, where it is that of the toolchain `module`. */
  readonly archive?: string
}

/** What a worker thread sends back for each job. A class does not survive the way between threads. */
export type Reply = { readonly value: unknown } | { readonly error: WireError; readonly cause: string }

/** What the job is about, for messages: the module, or the file without its folder. */
export function subjectOf(job: Job): string {
  return job.module ? `${job.module.path}@${job.module.version}` : basename(job.location)
}

/** The failure of `job`: what the system refused is `io-failed`, anything else that is no GoferryError `internal`. */
export function failure(error: unknown, job: Job): Reply {
  const known = isGoferryError(error) ? error : unexpected(error, job)
  return { error: toWire(known), cause: known.cause instanceof Error ? known.cause.message : '' }
}

function unexpected(cause: unknown, job: Job): GoferryError {
  const ofSystem = cause instanceof Error && 'syscall' in cause
  return new GoferryError(ofSystem ? 'io-failed' : 'internal', { subject: subjectOf(job), cause })
}
