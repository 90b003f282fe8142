import { utf8 } from '../bytes.ts'
import { GoferryError } from '../errors.ts'
import { isKeyName } from '../note/key-name.ts'
import { readGoSumLines } from '../sumdb/go-sum-lines.ts'
import { isRecordText } from '../tlog/record-text.ts'
import { type Entry, type ImportEntry, leafLimit, type RecordEntry } from './entry.ts'
import { EntryFields } from './entry-fields.ts'
import { isReason, isSha256, isSize, isSource, isTime } from './entry-values.ts'

/**
 * The entry that the leaf `text` says. Exactly one text stands for an entry: `formatEntry` of the result gives `text`.
 * Throws `bad-entry` for anything else. A kind or format version of later times comes back as `unknown`.
 */
export function parseEntry(text: string): Entry {
  const [head = '', ...lines] = text.slice(0, -1).split('\n')
  const refuse = (reason: 'entry-not-record-text' | 'entry-too-large' | 'entry-kind') =>
    new GoferryError('bad-entry', { subject: head.slice(0, 200), reason, params: { limit: leafLimit } })
  if (utf8(text).length > leafLimit) throw refuse('entry-too-large')
  if (!isRecordText(text)) throw refuse('entry-not-record-text')
  const entry = head.startsWith('goferry/') ? parseFields(head, lines, text) : parseRecord(text)
  if (entry === undefined) throw refuse('entry-kind')
  return entry
}

/** A record is Go's two lines and nothing more, so that stock clients take it (tlog and cmd/go know no other kind). */
function parseRecord(text: string): RecordEntry | undefined {
  const sum = readGoSumLines(text)
  if (sum === undefined || !isPath(sum.path) || !isVersion(sum.version)) return undefined
  return { kind: 'record', ...sum }
}

/** The fields follow in the order in which they are read here. */
function parseFields(head: string, lines: readonly string[], text: string): Entry | undefined {
  const fields = new EntryFields(lines, head)
  const entry = takeEntry(head, fields)
  if (entry === undefined) return /^goferry\/[a-z]+\/v[1-9][0-9]*$/.test(head) ? { kind: 'unknown', text } : undefined
  fields.end()
  return entry
}

function takeEntry(head: string, fields: EntryFields): Entry | undefined {
  switch (head) {
    case 'goferry/info/v1':
      return { kind: 'info', ...takeModule(fields), sha256: fields.take('sha256', isSha256) }
    case 'goferry/zip/v1':
      return {
        kind: 'zip',
        ...takeModule(fields),
        ...takeBlob(fields),
        from: fields.take('from', isSource),
        ...optional('unlisted', fields.takeOptional('unlisted', isReason)),
      }
    case 'goferry/archive/v1':
      return {
        kind: 'archive',
        ...takeModule(fields),
        ...takeBlob(fields),
        from: fields.take('from', isSource),
        ...optional('recipe', fields.takeOptional('recipe', isReason)),
      }
    case 'goferry/recall/v1':
      return { kind: 'recall', ...takeModule(fields), ...takeDecision(fields) }
    case 'goferry/restore/v1':
      return { kind: 'restore', ...takeModule(fields), ...takeDecision(fields) }
    case 'goferry/proofs/v1':
      return { kind: 'proofs', ...takeBlob(fields) }
    case 'goferry/import/v1':
      return takeImport(fields)
    default:
      return undefined
  }
}

function takeModule(fields: EntryFields): { path: string; version: string } {
  return { path: fields.take('path', isPath), version: fields.take('version', isVersion) }
}

function takeBlob(fields: EntryFields): { sha256: string; size: number; at: string } {
  return {
    sha256: fields.take('sha256', isSha256),
    size: Number(fields.take('size', isSize)),
    at: fields.take('at', isTime),
  }
}

function takeImport(fields: EntryFields): ImportEntry {
  return {
    kind: 'import',
    origin: fields.take('origin', isKeyName),
    size: Number(fields.take('size', isSize)),
    root: fields.take('root', isSha256),
    bundle: fields.take('bundle', isSha256),
    evidence: fields.take('evidence', isSha256),
    entries: Number(fields.take('entries', isSize)),
    at: fields.take('at', isTime),
  }
}

function takeDecision(fields: EntryFields): { reason: string; at: string } {
  return { reason: fields.take('reason', isReason), at: fields.take('at', isTime) }
}

/** No property at all where there is no value: absent is not the same as undefined in an Entry. */
function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: string })
}

/** Only the characters of a module path; its full rules are checked where a path comes from outside. */
function isPath(value: string): boolean {
  return /^[-.~\w/]+$/.test(value)
}

function isVersion(value: string): boolean {
  return /^v[-.+\w]+$/.test(value)
}
