import { utf8 } from '../bytes.ts'
import type { Info } from './info.ts'
import { isPseudoVersion } from './pseudo-version.ts'

/** In the order in which the go command writes them (cmd/go `codehost.Origin`). */
const originFields = ['VCS', 'URL', 'Subdir', 'Hash', 'TagPrefix', 'TagSum', 'Ref', 'RepoSum'] as const

/**
 * The bytes of a `.info` as sources write it that took it from another: module caches of the go command (cmd/go
 * `modfetch.writeDiskStat`) and Athens stores, which hold such files; proxies that say version and time alone, in UTC,
 * with a line end or without.
 */
export function infoForms({ version, time, origin }: Info): Uint8Array[] {
  const times = new Set(time === undefined ? ['0001-01-01T00:00:00Z'] : [goTime(time), utcTime(time)])
  const known = pick(origin, () => true)
  // What a cache keeps of it: the tags and the repository do not matter to a version, nor a branch to a pseudo-version.
  const kept = pick(
    origin,
    field => !['TagPrefix', 'TagSum', 'RepoSum', isPseudoVersion(version) ? 'Ref' : ''].includes(field),
  )
  const texts = [...times].flatMap(at =>
    [undefined, kept, known].map(from =>
      goJson({ Version: version, Time: at, ...(from !== undefined && { Origin: from }) }),
    ),
  )
  return [...new Set(texts)].flatMap(text => [utf8(text), utf8(`${text}\n`)])
}

function pick(origin: Info['origin'], isKept: (field: string) => boolean): Record<string, unknown> | undefined {
  if (origin === undefined) return undefined
  const fields = originFields.filter(field => isKept(field) && origin[field] !== undefined && origin[field] !== '')
  return Object.fromEntries(fields.map(field => [field, origin[field]]))
}

/** As Go writes a time that it has read: no zeros at the end of a fraction, and Z for no offset. */
function goTime(time: string): string {
  return time
    .replace(/(\.\d*?)0+(?=[Z+-])/, '$1')
    .replace(/\.(?=[Z+-])/, '')
    .replace(/[+-]00:00$/, 'Z')
}

function utcTime(time: string): string {
  const [, second = '', fraction = '', offset = ''] = /^([^.]{19})(\.\d+)?(.*)$/.exec(goTime(time)) ?? []
  return `${new Date(`${second}${offset}`).toISOString().slice(0, 19)}${fraction}Z`
}

/** JSON as Go writes it: without spaces, and with what HTML would take for its own escaped. */
function goJson(value: unknown): string {
  const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped)
}
