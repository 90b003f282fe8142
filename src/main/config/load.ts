import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { type Settings, schema } from './schema.ts'

/** More is no settings file. */
const MAX_FILE_BYTES = 1 << 20
const PREFIX = 'GOFERRY_'

/** Environment variables of goferry's own that are no settings. */
const NOT_SETTINGS = new Set(['GOFERRY_KEY', 'GOFERRY_DATA', 'GOFERRY_CRASH_AT', 'GOFERRY_INPUTS', 'GOFERRY_SEED'])

/** Where settings come from, the later above the earlier: file, environment, flags. */
export interface Sources {
  /** Path of the YAML file, if one was named. */
  readonly file?: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What flags gave; undefined values are as if not given. */
  readonly flags: Readonly<Record<string, unknown>>
}

/** Reads and checks the settings. Throws `bad-settings` that names the key, the value and what is allowed. */
export function loadSettings(sources: Sources): Settings {
  const given = { ...fromFile(sources.file), ...fromEnvironment(sources.environment), ...defined(sources.flags) }
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw new GoferryError('bad-settings', { subject: z.prettifyError(result.error).replaceAll('\n', ' ') })
}

function fromFile(file: string | undefined): Record<string, unknown> {
  if (file === undefined) return {}
  const value = readYaml(file)
  if (value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return { ...value }
  throw new GoferryError('bad-settings', { subject: file })
}

/** YAML without aliases beyond a few: a small file must not grow into a large value. */
function readYaml(file: string): unknown {
  try {
    const text = readFileSync(file)
    if (text.length > MAX_FILE_BYTES) throw new GoferryError('too-large', { subject: file })
    return parse(text.toString(), { maxAliasCount: 10, uniqueKeys: true })
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.split('\n')[0] : ''
    throw new GoferryError('bad-settings', { subject: `${file}: ${problem}`, cause })
  }
}

/** `GOFERRY_LISTEN`, `GOFERRY_TLS_CERT` …: the key in capitals; the value is YAML where the setting is no plain text. */
function fromEnvironment(environment: Sources['environment']): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || NOT_SETTINGS.has(name) || text === undefined) continue
    const key = settingOf(name.slice(PREFIX.length))
    if (key === undefined) throw new GoferryError('bad-settings', { subject: name })
    if (key.endsWith('tls'))
      values['tls'] = { ...Object(values['tls']), [name.slice(-4) === 'CERT' ? 'cert' : 'key']: text }
    else values[key] = isPlainText(key) ? text : parse(text)
  }
  return values
}

function settingOf(name: string): string | undefined {
  if (name === 'TLS_CERT' || name === 'TLS_KEY') return 'tls'
  return Object.keys(schema.shape).find(key => key.toUpperCase() === name)
}

function isPlainText(key: string): boolean {
  return ['role', 'listen', 'base', 'name', 'upstream', 'lang', 'requests', 'logFile'].includes(key)
}

function defined(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
}
