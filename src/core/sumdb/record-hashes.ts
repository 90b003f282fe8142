import { GoferryError } from '../errors.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { type GoSum, readGoSumLines } from './go-sum-lines.ts'

/** The two checksums of a version, as `h1:` strings. */
export type RecordHashes = Pick<GoSum, 'h1Zip' | 'h1Mod'>

/**
 * The checksums in the record `text`, which must be exactly the two lines of `asked` and nothing else: an empty record,
 * one of another version, and doubled or further lines are refused (CVE-2026-42501: the go command took an empty or
 * unrelated record as "nothing to check"). Throws `bad-record`.
 */
export function parseRecordHashes(text: string, asked: ModuleVersion): RecordHashes {
  const subject = `${asked.path}@${asked.version}`
  const found = readGoSumLines(text)
  if (found === undefined) throw new GoferryError('bad-record', { subject, reason: 'record-lines' })
  if (found.path !== asked.path || found.version !== asked.version) {
    const params = { found: `${found.path}@${found.version}` }
    throw new GoferryError('bad-record', { subject, reason: 'record-unrelated', params })
  }
  return { h1Zip: found.h1Zip, h1Mod: found.h1Mod }
}
