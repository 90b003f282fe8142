import { join } from 'node:path'
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { isSiteName } from '../../core/ferry/bundle-names.ts'
import type { KeyGroup, TrustPolicy } from '../../core/ferry/trust-policy.ts'
import { isReason, isTime } from '../../core/log/entry-values.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { isKeyName } from '../../core/note/key-name.ts'
import { readSettings } from './read-settings.ts'
import type { Settings } from './schema.ts'

/** A text that `is` takes, else `reason` is told. */
const text = (is: (value: string) => boolean, reason: MessageKey) =>
  z.string().refine(is, { params: { reason }, abort: true })
const time = text(isTime, 'trust.time').optional()
const revoked = text(isReason, 'trust.line').optional()
const key = text(isVerifier, 'trust.key')
const datedKey = z.strictObject({ key, from: time, until: time, revoked })
const group = (least: number) =>
  z.strictObject({ needed: z.int().min(least).max(100), keys: z.array(datedKey).min(least).max(100) })

const schema = z.strictObject({
  site: text(isSiteName, 'trust.site').optional(),
  mirrors: z
    .array(
      z.strictObject({
        origin: text(isKeyName, 'trust.origin'),
        log: z.strictObject({ keys: z.array(z.strictObject({ key, revoked })).min(1).max(100) }),
        bundle: group(1),
      }),
    )
    .min(1)
    .max(100),
  approvers: group(0),
})

/** The file of the trust policy of the node in the folder `data`: what the settings name, else `trust.yaml` in it. */
export function trustFileOf(data: string, { ferry }: Pick<Settings, 'ferry'>): string {
  return ferry?.trust ?? join(data, 'trust.yaml')
}

/**
 * Reads the trust policy in `file`. Throws `bad-settings`: which line and field of it is wrong and how, never a value;
 * that there is no such file, and how to make one.
 */
export function loadTrust(file: string): TrustPolicy {
  const lines = new LineCounter()
  const document = parseDocument(readSettings(file, 'trust.no-file'), { lineCounter: lines, uniqueKeys: true })
  const [fault] = document.errors
  if (fault !== undefined) {
    const [problem = ''] = fault.message.split('\n')
    throw new GoferryError('bad-settings', { subject: file, reason: 'settings.unreadable', params: { problem } })
  }
  const at = (path: Path) => ({ line: lineOf(document, lines, path), field: fieldOf(path) })
  const result = schema.safeParse(readValue(document, file))
  if (!result.success) throw refusal(file, result.error.issues[0], at)
  const { site, mirrors, approvers } = result.data
  const faultOfKeys = contradiction(result.data)
  if (faultOfKeys !== undefined) {
    const { reason, path, keys } = faultOfKeys
    throw new GoferryError('bad-settings', { subject: file, reason, params: { ...at(path), keys } })
  }
  return {
    site,
    approvers,
    mirrors: mirrors.map(({ origin, log, bundle }) => ({ origin, log: { needed: 1, keys: log.keys }, bundle })),
  }
}

type Path = readonly PropertyKey[]

/** No aliases: a small file must not grow into a large value. */
function readValue(document: Document, subject: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : ''
    throw new GoferryError('bad-settings', { subject, reason: 'settings.unreadable', params: { problem }, cause })
  }
}

function refusal(
  subject: string,
  issue: z.core.$ZodIssue | undefined,
  at: (path: Path) => { line: number; field: string },
): GoferryError {
  if (issue?.code === 'unrecognized_keys') {
    const allowed = keysAt(issue.path).join(', ')
    const params = { ...at([...issue.path, issue.keys[0] ?? '']), allowed }
    return new GoferryError('bad-settings', { subject, reason: 'trust.unknown', params })
  }
  const path = issue?.path ?? []
  const reason = issue?.code === 'custom' ? (issue.params?.['reason'] as MessageKey | undefined) : undefined
  const params = { ...at(path), problem: issue?.message ?? '' }
  return new GoferryError('bad-settings', { subject, reason: reason ?? 'trust.field', params })
}

/** The keys that a map at `path` may have. */
function keysAt(path: Path): string[] {
  if (path.length === 0) return Object.keys(schema.shape)
  const names = path.filter(part => typeof part === 'string').join('.')
  const mirror = schema.shape.mirrors.element.shape
  const shapes: Record<string, object> = {
    mirrors: mirror,
    'mirrors.log': mirror.log.shape,
    'mirrors.log.keys': mirror.log.shape.keys.element.shape,
    'mirrors.bundle': mirror.bundle.shape,
    approvers: mirror.bundle.shape,
  }
  return Object.keys(shapes[names] ?? datedKey.shape)
}

/** What no single field shows: a mirror or a key twice; more keys needed than there are. */
function contradiction({ mirrors, approvers }: z.output<typeof schema>) {
  const origins = mirrors.map(({ origin }) => origin)
  const again = origins.findIndex((origin, i) => origins.indexOf(origin) < i)
  if (again >= 0) return { reason: 'trust.twice', path: ['mirrors', again, 'origin'], keys: 0 } as const
  const groups: [Path, KeyGroup][] = [
    ...mirrors.map(({ log }, i): [Path, KeyGroup] => [['mirrors', i, 'log'], { needed: 1, keys: log.keys }]),
    ...mirrors.map(({ bundle }, i): [Path, KeyGroup] => [['mirrors', i, 'bundle'], bundle]),
    [['approvers'], approvers],
  ]
  for (const [path, { needed, keys }] of groups) {
    const texts = keys.map(each => each.key)
    const twice = texts.findIndex((each, i) => texts.indexOf(each) < i)
    if (twice >= 0) return { reason: 'trust.twice', path: [...path, 'keys', twice, 'key'], keys: 0 } as const
    // One that was revoked counts here: the file stays good where the only key of a mirror is lost.
    if (keys.length < needed) return { reason: 'trust.needed', path: [...path, 'needed'], keys: keys.length } as const
  }
  return undefined
}

/** `mirrors[0].bundle.keys[1].until` */
function fieldOf(path: Path): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}

/** The line of what is at `path`, else of the nearest above it: what is missing has none. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const above = document.getIn(path.slice(0, length - 1), true)
    const pair = isMap(above) ? above.items.find(each => String(each.key) === String(path[length - 1])) : undefined
    const node = isNode(pair?.key) ? pair.key : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return 1
}

function isVerifier(value: string): boolean {
  try {
    parseVerifier(value)
    return true
  } catch (error) {
    if (isGoferryError(error)) return false
    throw error
  }
}
