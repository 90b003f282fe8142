import { createRequire } from 'node:module'
import type { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { catalogue, type MessageKey } from '../../core/messages/catalogue.ts'
import { type SettingDescription, settingDescriptions } from './describe-settings.ts'
import { readSettings } from './read-settings.ts'
import { type Settings, schema } from './schema.ts'
import { dotted, wrongPartOfMirror } from './wrong-part.ts'

const require = createRequire(import.meta.url)

/** Environment variables of goferry's own that are no settings. */
const NOT_SETTINGS = new Set([
  'GOFERRY_KEY',
  'GOFERRY_DATABASE_PASSWORD',
  'GOFERRY_DATA',
  'GOFERRY_CRASH_AT',
  'GOFERRY_INPUTS',
  'GOFERRY_SEED',
  'GOFERRY_TEST_POSTGRES',
])
/** Values that may hold credentials or name secret files: never shown; nor is a URL. */
const SECRETIVE = new Set(['upstream', 'tls', 'database'])

/** Where settings come from, the later above the earlier: file, environment, flags. */
export interface Sources {
  /** Path of the YAML file, if one was named. */
  readonly file?: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What flags gave; undefined values are as if not given. */
  readonly flags: Readonly<Record<string, unknown>>
}

/** Reads and checks the settings. Throws `bad-settings` that names the setting, what it is and what it is to be. */
export function loadSettings({ file, environment, flags }: Sources): Settings {
  const [fromVariables, fromCall] = [fromEnvironment(environment), fromFlags(flags)]
  const given = { ...fromFile(file), ...fromVariables, ...fromCall }
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const named = ({ key, variables: [variable, ...others] }: SettingDescription) => {
    if (Object.hasOwn(fromCall, key)) return `--${key}`
    return Object.hasOwn(fromVariables, key) && variable && others.length === 0 ? variable.name : key
  }
  throw refusal(result.error.issues[0], given, named)
}

function fromFile(file: string | undefined): Record<string, unknown> {
  if (file === undefined) return {}
  const value = parseYaml(file, readSettings(file)) ?? {}
  if (typeof value === 'object' && !Array.isArray(value)) return { ...value }
  throw new GoferryError('bad-settings', { subject: file, reason: 'settings.no-map' })
}

/** YAML without aliases beyond a few: a small file must not grow into a large value. */
function parseYaml(subject: string, text: string): unknown {
  try {
    // Loaded by whoever has such a text.
    const { parse } = require('yaml') as typeof import('yaml')
    return parse(text, { maxAliasCount: 10, uniqueKeys: true })
  } catch (cause) {
    const [problem = ''] = cause instanceof Error ? cause.message.split('\n') : []
    throw new GoferryError('bad-settings', { subject, reason: 'settings.unreadable', params: { problem }, cause })
  }
}

function fromEnvironment(environment: Sources['environment']): Record<string, unknown> {
  const variables = settingDescriptions.flatMap(setting => setting.variables)
  const values: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('GOFERRY_') || NOT_SETTINGS.has(name) || text === undefined) continue
    const variable = variables.find(one => one.name === name)
    if (variable === undefined) throw unknown(name, [...variables.map(one => one.name), ...NOT_SETTINGS])
    const [key, part] = variable.path
    const value = variable.isText ? text : parseYaml(name, text)
    values[key] = part === undefined ? value : { ...Object(values[key]), [part]: value }
  }
  return values
}

function fromFlags(flags: Sources['flags']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
}

/** `named` says how a setting is called where its value came from: `--workers`, `GOFERRY_WORKERS`, `workers`. */
function refusal(
  issue: z.core.$ZodIssue | undefined,
  given: Record<string, unknown>,
  named: (setting: SettingDescription) => string,
): GoferryError {
  const key = String(issue?.path[0] ?? '')
  const setting = settingDescriptions.find(one => one.key === key)
  if (setting === undefined)
    return unknown(
      Object.keys(given).find(name => !Object.hasOwn(schema.shape, name)) ?? '',
      settingDescriptions.map(one => one.key),
    )
  const part = issue === undefined ? undefined : nested[key]?.(issue, given)
  // Of what is nested deep the part that is wrong is named: `mirror.watch[2].minAge`.
  const path = part?.path ?? (issue !== undefined && issue.path.length > 2 ? issue.path : [key])
  const value = shownValue(path.reduce<unknown>((whole, name) => Object(whole)[name], given))
  const where = dotted([named(setting), ...path.slice(1)])
  const shown = SECRETIVE.has(key) || value === '' || value.includes('://') ? '' : `: ${value.slice(0, 100)}`
  const params = { allowed: (part?.allowed ?? setting.allowed).join(', ') }
  const reason = part?.reason ?? reasonOf(issue) ?? setting.meaning
  return new GoferryError('bad-settings', { subject: `${where}${shown}`, reason, params })
}

/** Settings that are nested, and what says which part of one is wrong. */
const nested: Readonly<Record<string, typeof wrongPartOfMirror>> = { mirror: wrongPartOfMirror }

/** A value as JSON; of YAML that holds itself nothing is shown. */
function shownValue(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}

/** What the schema says of a value beyond what the setting is. */
function reasonOf(issue: z.core.$ZodIssue | undefined): MessageKey | undefined {
  const reason = issue?.code === 'custom' ? issue.params?.['reason'] : undefined
  return isMessageKey(reason) ? reason : undefined
}

function isMessageKey(reason: unknown): reason is MessageKey {
  return typeof reason === 'string' && Object.hasOwn(catalogue, reason)
}

function unknown(name: string, allowed: readonly string[]): GoferryError {
  const params = { allowed: allowed.join(', ') }
  return new GoferryError('bad-settings', { subject: name, reason: 'settings.unknown', params })
}
