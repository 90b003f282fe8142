import { fromUtf8 } from '../bytes.ts'
import { GoferryError, isGoferryError } from '../errors.ts'
import { isObject, parseObject } from '../json-object.ts'
import type { MessageKey } from '../messages/catalogue.ts'
import type { Params } from '../messages/text.ts'
import { isAmbiguous } from './ambiguous-json.ts'
import { isPseudoVersion, pseudoVersionTime } from './pseudo-version.ts'
import { checkVersion } from './version.ts'

/** What a `.info` says of a version. */
export interface Info {
  /** Canonical, and of the major version of the path. */
  readonly version: string
  /** When it was made: RFC 3339, as it stands in the file. */
  readonly time: string | undefined
  /** Where it came from: the VCS, URL, hash and such that the upstream gives, unchecked but for their types. */
  readonly origin: Readonly<Record<string, unknown>> | undefined
}

/** What was asked for; without a version where the upstream chooses it (`@latest`, a branch, a commit). */
export interface Asked {
  readonly path: string
  readonly version: string | undefined
}

const known = ['Version', 'Time', 'Origin']
const originFields = ['VCS', 'URL', 'Subdir', 'Hash', 'TagPrefix', 'TagSum', 'Ref', 'RepoSum']

/**
 * Reads a `.info`: a JSON object `{Version, Time, Origin}`, other fields passed over. The version must be what was
 * asked for, canonical, and of the path's major version; the time of a pseudo-version not before that which it names
 * (later it may be: there are upstreams that say when they first saw it). The caller bounds the size.
 * Source: cmd/go `modfetch.proxyRepo.Stat`; https://go.dev/ref/mod#goproxy-protocol.
 * @throws bad-info; it refuses what would mean something else to a
 * reader that folds case or takes the first of two keys
 */
export function parseInfo(asked: Asked, body: Uint8Array): Info {
  const subject = asked.version === undefined ? asked.path : `${asked.path}@${asked.version}`
  const refuse = (reason: MessageKey, params: Params = {}) => new GoferryError('bad-info', { subject, reason, params })
  const json = fromUtf8(body)
  if (json === undefined) throw refuse('info.invalid-utf8')
  const fields = parseObject(json)
  if (!fields) throw refuse('info.not-json')
  if (isAmbiguous(json, [known, originFields])) throw refuse('info.ambiguous')
  const version = fields['Version']
  const time = fields['Time'] ?? undefined
  const origin = fields['Origin'] ?? undefined
  if (typeof version !== 'string') throw refuse('info.bad-field', { field: 'Version' })
  if (time !== undefined && typeof time !== 'string') throw refuse('info.bad-field', { field: 'Time' })
  if (origin !== undefined && !isOrigin(origin)) throw refuse('info.bad-field', { field: 'Origin' })
  if (asked.version !== undefined && asked.version !== version) throw refuse('info.wrong-version', { got: version })
  try {
    checkVersion(asked.path, version)
    if (time !== undefined) checkTime(version, time, refuse)
  } catch (error) {
    if (isGoferryError(error, 'bad-version') && error.reason) throw refuse(error.reason, error.params)
    throw error
  }
  return { version, time, origin }
}

function checkTime(version: string, time: string, refuse: (reason: MessageKey, params: Params) => GoferryError): void {
  const instant = parseTime(time)
  if (instant === undefined) throw refuse('info.bad-time', { time })
  if (isPseudoVersion(version) && instant < pseudoVersionTime(version).getTime())
    throw refuse('info.wrong-time', { time })
}

/** Milliseconds since 1970 of an RFC 3339 time, or undefined where it is malformed or does not exist. */
function parseTime(time: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(time)
  const local = parts && new Date(`${parts[1]}Z`)
  // Date takes 30 February for 2 March, and hour 24.
  if (!local || Number.isNaN(local.getTime()) || local.toISOString() !== `${parts[1]}.000Z`) return undefined
  return Date.parse(time)
}

function isOrigin(value: unknown): value is Record<string, unknown> {
  return isObject(value) && originFields.every(field => ['undefined', 'string'].includes(typeof value[field]))
}
