import { GoferryError } from '../../core/errors.ts'
import { isObject, parseObject } from '../../core/json-object.ts'
import { parseVerifier } from '../../core/note/key.ts'

/** What `keys/log.json` says: the log's name and its keys, without any secret. */
export interface KeyIndex {
  readonly name: string
  /** The keys that sign, the newest first: one, or two while they rotate. */
  readonly active: readonly KeyRecord[]
  /** Keys that sign no more. */
  readonly retired: readonly RetiredKey[]
  /** Names that this node's log had before: never used again. */
  readonly retiredNames: readonly string[]
  /** Whether the keys came from a backup: they have signed a log, and may not begin another one (design §3.4). */
  readonly restored?: boolean
}

/** A public key and when it was made (RFC 3339, UTC). */
export interface KeyRecord {
  /** `name+hash+base64`. */
  readonly key: string
  readonly created: string
}

/** A key that signs no more, and since when. */
export interface RetiredKey extends KeyRecord {
  readonly retired: string
}

const format = 'goferry/keys/v1'

/** The text of the index: JSON that a person can read. */
export function formatKeyIndex(index: KeyIndex): string {
  return `${JSON.stringify({ format, ...index }, null, 2)}\n`
}

/** Reads what `formatKeyIndex` wrote. Throws `bad-settings` with the field that is wrong. */
export function parseKeyIndex(text: string): KeyIndex {
  const value = parseObject(text)
  if (value === undefined) throw wrong('format')
  const index = {
    name: field(value, 'name', isText),
    active: field(value, 'active', isListOf(isKeyRecord)),
    retired: field(value, 'retired', isListOf(isRetiredKey)),
    retiredNames: field(value, 'retiredNames', isListOf(isText)),
    ...(value['restored'] === true ? { restored: true } : {}),
  }
  if (value['format'] !== format) throw wrong('format')
  if (index.active.length === 0) throw wrong('active')
  for (const { key } of index.active) if (parseVerifier(key).name !== index.name) throw wrong('active')
  return index
}

type Fields = Readonly<Record<string, unknown>>

function field<T>(from: Fields, name: string, is: (value: unknown) => value is T): T {
  const value = from[name]
  if (!is(value)) throw wrong(name)
  return value
}

function wrong(name: string): GoferryError {
  return new GoferryError('bad-settings', {
    subject: 'keys/log.json',
    reason: 'keys-file-form',
    params: { field: name },
  })
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isKeyRecord(value: unknown): value is KeyRecord {
  return isObject(value) && isText(value['key']) && isText(value['created'])
}

function isRetiredKey(value: unknown): value is RetiredKey {
  return isKeyRecord(value) && isObject(value) && isText(value['retired'])
}

function isListOf<T>(is: (value: unknown) => value is T): (value: unknown) => value is T[] {
  return (value): value is T[] => Array.isArray(value) && value.every(is)
}
