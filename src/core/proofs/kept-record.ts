import { concat, fromUtf8, utf8 } from '../bytes.ts'
import { hex, sha256 } from '../hash.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { readGoSumLines } from '../sumdb/go-sum-lines.ts'
import type { ListedRecord } from './proofs.ts'

/** The most bytes of a kept record. */
export const keptRecordLimit = 1 << 16

/** The bytes of a kept record: the SHA-256 of the rest, the id, the two lines, a blank line. */
export function formatKeptRecord({ id, text }: ListedRecord): Uint8Array {
  const record = utf8(`${id}\n${text}\n`)
  return concat(utf8(`${hex(sha256(record))}\n`), record)
}

/** The inverse of `formatKeptRecord`; undefined for damaged bytes, and for the record of another version. */
export function parseKeptRecord(bytes: Uint8Array, { path, version }: ModuleVersion): ListedRecord | undefined {
  const [digest, id = '', ...lines] = fromUtf8(bytes)?.split('\n') ?? []
  const text = lines.slice(0, -1).join('\n')
  if (!/^(0|[1-9]\d{0,15})$/.test(id) || hex(sha256(utf8(`${id}\n${text}\n`))) !== digest) return undefined
  const sum = readGoSumLines(text)
  return sum?.path === path && sum.version === version ? { id: Number(id), text } : undefined
}
