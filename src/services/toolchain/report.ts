import { GoferryError } from '../../core/errors.ts'

/** What adding toolchains came to. */
export interface ToolchainReport {
  /** Toolchains of which something is held now that was not before. */
  readonly added: number
  readonly held: number
  /** What was not to be had, or could not be made: each was told. */
  readonly failed: number
  /** Archives that were made. */
  readonly archives: number
  /** Bytes that came from the upstream. */
  readonly bytes: number
}

/** `incomplete` where `report` says that something was not to be had. */
export function toolchainFailure({ failed }: ToolchainReport): GoferryError | undefined {
  if (failed === 0) return undefined
  return new GoferryError('incomplete', { subject: 'toolchain add', reason: 'toolchain.failed', params: { failed } })
}
