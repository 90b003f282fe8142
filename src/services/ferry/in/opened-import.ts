import { fromUtf8, utf8 } from '../../../core/bytes.ts'
import { toWire } from '../../../core/error-wire.ts'
import { GoferryError } from '../../../core/errors.ts'
import type { ImportState, ImportStep } from '../../../core/ferry/import-state.ts'
import { openHeader, type TrustedHeader } from '../../../core/ferry/open-header.ts'
import type { TrustPolicy } from '../../../core/ferry/trust-policy.ts'
import { parseObject } from '../../../core/json-object.ts'
import { formatTime } from '../../../core/log/entry-values.ts'
import type { FlatFolder } from '../../../ports/flat-folder.ts'
import { readWhole } from '../../../ports/read-whole.ts'

/** The files of an import's folder that are always there. */
export const importFiles = { header: 'header.txt', state: 'state.json' } as const

/** The most bytes of either. */
const fileLimit = 1 << 24

/** An import: what its header says, and how far it is. */
export interface OpenedImport extends TrustedHeader {
  readonly state: ImportState
  /** The header with its signatures. */
  readonly note: string
}

/**
 * Opens the import in `folder`. The header is held against the trust policy as it is now: what was revoked since is
 * refused; what expired since it was received is not. Throws `absent`, `store-damaged`, and what `openHeader` throws.
 */
export async function openImport(folder: FlatFolder, trust: TrustPolicy): Promise<OpenedImport> {
  const [bytes, text] = [await readFile(folder, importFiles.header), await readFile(folder, importFiles.state)]
  if (bytes === undefined || text === undefined) throw new GoferryError('absent', { subject: folder.location })
  const state = parseObject(fromUtf8(text) ?? '') as unknown as ImportState | undefined
  if (state?.format !== 'goferry/import/v1') throw damaged(importFiles.state)
  const received = Date.parse(state.at.receiving ?? state.at.received ?? '')
  if (Number.isNaN(received)) throw damaged(importFiles.state)
  const trusted = openHeader(bytes, trust, received)
  if (trusted.digest !== state.bundle) throw damaged(importFiles.header)
  return { ...trusted, state, note: Buffer.from(bytes).toString() }
}

/**
 * Notes that the import in `folder` has reached `step` at `now` (milliseconds since 1970); gives its new state. Durable
 * on return. Where it is received again, the time of the first try stays: its header was trusted then.
 */
export async function reach(
  folder: FlatFolder,
  state: ImportState,
  step: ImportStep,
  now: number,
  more: Partial<ImportState> = {},
): Promise<ImportState> {
  const at = (step === 'receiving' ? state.at.receiving : undefined) ?? formatTime(now)
  const next: ImportState = { ...state, ...more, step, at: { ...state.at, [step]: at } }
  await folder.write(importFiles.state, [utf8(`${JSON.stringify(next, undefined, 2)}\n`)])
  return next
}

/** Notes that the import was refused, and why: its files stay, as evidence. */
export function refuse(
  folder: FlatFolder,
  state: ImportState,
  error: unknown,
  now: number,
  more: Partial<ImportState> = {},
): Promise<ImportState> {
  return reach(folder, state, 'refused', now, { ...more, refusal: toWire(error) })
}

/** The bytes of the small file `name`, or undefined. Throws `too-large`. */
export async function readFile(folder: FlatFolder, name: string): Promise<Uint8Array | undefined> {
  const blob = await folder.open(name)
  if (blob === undefined) return undefined
  try {
    if (blob.size > fileLimit) throw new GoferryError('too-large', { subject: name })
    return await readWhole(blob)
  } finally {
    await blob.close()
  }
}

function damaged(name: string): GoferryError {
  return new GoferryError('store-damaged', { subject: name })
}
