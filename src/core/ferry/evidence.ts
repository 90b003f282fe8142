import { fromUtf8, utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { parseObject } from '../json-object.ts'
import { splitNote } from '../note/open-note.ts'
import type { BundleHeader } from './bundle-header.ts'
import { formatRanges, type IdRanges, parseRanges } from './id-ranges.ts'
import type { ScanRecord } from './import-state.ts'
import { parseHeader } from './parse-header.ts'
import { OUTCOMES, type Outcome } from './plan-import.ts'

/** Who carried, checked and approved what of a bundle: the blob that an import entry names. */
export interface Evidence {
  /** The header with its signatures, as it came. */
  readonly header: string
  /** The notes of the approvers that counted. */
  readonly approvals: readonly string[]
  readonly carriers: readonly string[]
  readonly scans: readonly ScanRecord[]
  /** Entries of the mirror's log by what became of them in this commit. */
  readonly outcomes: Readonly<Record<Outcome, IdRanges>>
}

const format = 'goferry/evidence/v1'

/** The header of the bundle that `evidence` is of: its signatures were checked when it came. */
export function headerOf({ header }: Pick<Evidence, 'header'>): BundleHeader {
  return parseHeader(splitNote(utf8(header)).text)
}

/** The most bytes of such a blob. */
export const evidenceLimit = 1 << 26

/** The key of the immutable blob whose SHA-256 is `sha256`. */
export function evidenceKey(sha256: string): string {
  return `log/imports/${sha256}`
}

/** The bytes of `evidence`: the same for the same facts. */
export function formatEvidence({ header, approvals, carriers, scans, outcomes }: Evidence): Uint8Array {
  const positions = Object.fromEntries(OUTCOMES.map(outcome => [outcome, formatRanges(outcomes[outcome])]))
  return utf8(`${JSON.stringify({ format, header, approvals, carriers, scans, outcomes: positions }, undefined, 2)}\n`)
}

/** Reads what `formatEvidence` wrote. Throws `store-damaged`, naming `key`. */
export function parseEvidence(bytes: Uint8Array, key: string): Evidence {
  const value = parseObject(fromUtf8(bytes) ?? '') as unknown as
    | (Omit<Evidence, 'outcomes'> & { readonly format: string; readonly outcomes: Record<string, string> })
    | undefined
  const ranges = OUTCOMES.map(outcome => [outcome, parseRanges(value?.outcomes?.[outcome] ?? '-')] as const)
  if (value?.format !== format || ranges.some(([, each]) => each === undefined))
    throw new GoferryError('store-damaged', { subject: key })
  const { header, approvals, carriers, scans } = value
  return { header, approvals, carriers, scans, outcomes: Object.fromEntries(ranges) as Evidence['outcomes'] }
}
