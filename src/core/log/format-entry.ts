import { GoferryError } from '../errors.ts'
import { goSumLines } from '../sumdb/go-sum-lines.ts'
import type { Entry } from './entry.ts'
import { parseEntry } from './parse-entry.ts'

/**
 * The leaf that says `entry`: a text in Go's record form. A record is Go's two lines; every other kind begins with a
 * line `goferry/<kind>/v1`, which has no space and so is no checksum to a Go client, then `key value` lines whose keys
 * have no dot and so are no module path. Inverse of `parseEntry`. Throws `bad-entry` for values that it would refuse.
 */
export function formatEntry(entry: Entry): string {
  const text = write(entry)
  // A value with a line end could pass for two fields; any other bad value is refused by the parser.
  if (parseEntry(text).kind !== entry.kind || Object.values(entry).some(value => hasLineEnd(entry, value)))
    throw new GoferryError('bad-entry', { subject: entry.kind, reason: 'entry-not-record-text' })
  return text
}

function hasLineEnd(entry: Entry, value: unknown): boolean {
  return entry.kind !== 'unknown' && String(value).includes('\n')
}

function write(entry: Entry): string {
  switch (entry.kind) {
    case 'record':
      return goSumLines(entry)
    case 'info':
      return lines(entry.kind, entry, ['path', 'version', 'sha256'])
    case 'zip':
      return lines(entry.kind, entry, ['path', 'version', 'sha256', 'size', 'at', 'from', 'unlisted'])
    case 'archive':
      return lines(entry.kind, entry, ['path', 'version', 'sha256', 'size', 'at', 'from', 'recipe'])
    case 'recall':
    case 'restore':
      return lines(entry.kind, entry, ['path', 'version', 'reason', 'at'])
    case 'proofs':
      return lines(entry.kind, entry, ['sha256', 'size', 'at'])
    case 'import':
      return lines(entry.kind, entry, ['origin', 'size', 'root', 'bundle', 'evidence', 'entries', 'at'])
    case 'unknown':
      return entry.text
  }
}

function lines<E extends object>(kind: string, entry: E, keys: readonly (keyof E & string)[]): string {
  const fields = keys.filter(key => entry[key] !== undefined).map(key => `${key} ${entry[key]}\n`)
  return `goferry/${kind}/v1\n${fields.join('')}`
}
