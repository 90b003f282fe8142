import type { MessageKey } from '../../core/messages/catalogue.ts'
import { clientCodes } from './client/codes.ts'
import { nodeCodes } from './node/codes.ts'

/** How bad a finding is: an error lets unchecked code in, breaks builds or will; a warning is to be looked at. */
export type Level = 'ok' | 'warning' | 'error'

/** What is looked at: the machine of a developer, or the folder of a node. */
export const HALVES = ['client', 'node'] as const

/** A half of the doctor. */
export type Half = (typeof HALVES)[number]

/** One code of the closed list: its level, what it says, and what is to be done. */
export interface CodeRow {
  readonly level: Level
  readonly says: MessageKey
  readonly advice?: MessageKey
}

/** Every finding there is, by half and code. Documented in docs/operate/doctor.md; a test keeps list and page equal. */
export const CODES = { client: clientCodes, node: nodeCodes } as const satisfies Record<Half, Record<string, CodeRow>>

/** The code of a finding: stable, for machines. */
export type FindingCode = keyof typeof clientCodes | keyof typeof nodeCodes

/** The row of a code. */
export function rowOf(code: FindingCode): CodeRow {
  return { ...clientCodes, ...nodeCodes }[code]
}
