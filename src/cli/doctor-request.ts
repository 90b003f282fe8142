import type { Half } from '../services/doctor/codes.ts'
import type { Finding, Mended } from '../services/doctor/finding.ts'

/** What is to be looked at, and what may be mended. */
export interface DoctorRequest {
  /** Undefined for what is there. */
  readonly half: Half | undefined
  readonly fix: boolean
  /** Whether settings of the go command may be changed. */
  readonly goEnv: boolean
  /** Whether a kept head may be put aside that contradicts the node's. */
  readonly acceptFork: boolean
}

/** Hears each finding as it comes, and what was done about it. */
export type DoctorTell = (half: Half, finding: Finding, mended: readonly Mended[]) => void
