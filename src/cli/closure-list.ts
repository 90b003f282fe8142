import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { GoferryError, isGoferryError } from '../core/errors.ts'
import { isObject } from '../core/json-object.ts'
import { LEVELS } from '../services/closure/levels.ts'
import { choice } from './choices.ts'
import { type ClosureFlags, platforms } from './closure-flags.ts'

/** One entry of a list of inputs, with the flags that it is to have. */
export interface ListedInput {
  readonly input: string
  readonly flags: ClosureFlags
}

/** Bytes of a list at most. */
const maxBytes = 1 << 20

/**
 * Reads a list of inputs: YAML, each entry an input or `{from, level, platform, tags}`, with the flags of the command
 * for what it does not say. Files are named from where the list lies. Throws `absent`, `too-large`, `usage`.
 */
export async function readClosureList(file: string, flags: ClosureFlags): Promise<ListedInput[]> {
  const bytes = await readFile(file).catch(cause => {
    throw new GoferryError('absent', { subject: file, cause })
  })
  if (bytes.length > maxBytes) throw new GoferryError('too-large', { subject: file })
  const entries = parsed(file, bytes.toString())
  if (!Array.isArray(entries) || entries.length === 0) throw refusal(file)
  return entries.map((entry, i) => listed(`${file}, ${i + 1}`, dirname(file), entry, flags))
}

function parsed(file: string, text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 10, uniqueKeys: true })
  } catch (cause) {
    throw refusal(file, cause)
  }
}

function listed(subject: string, folder: string, entry: unknown, flags: ClosureFlags): ListedInput {
  if (typeof entry === 'string') return { input: located(folder, entry), flags }
  if (!isObject(entry)) throw refusal(subject)
  const { from, level, platform, tags, ...rest } = entry
  if (typeof from !== 'string') throw refusal(`${subject}, from`)
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw refusal(`${subject}, ${unknown}`)
  const own = {
    ...(level !== undefined && { level: readValue(`${subject}, level`, level, choice(LEVELS)) }),
    ...(platform !== undefined && { platform: readValue(`${subject}, platform`, platform, platforms) }),
    ...(tags !== undefined && { tags: readValue(`${subject}, tags`, tags, text => text.split(',')) }),
  }
  return { input: located(folder, from), flags: { ...flags, ...own } }
}

/** The text `value` as `read` reads it; what it throws names the entry and the key, which are the `subject`. */
function readValue<T>(subject: string, value: unknown, read: (text: string) => T): T {
  if (typeof value !== 'string') throw refusal(subject)
  try {
    return read(value)
  } catch (cause) {
    if (!isGoferryError(cause) || cause.reason === undefined) throw cause
    const { reason, params } = cause
    throw new GoferryError('usage', { subject: `${subject}: ${value}`, reason, params, cause })
  }
}

/** What has an `@` is a module or a package, unless a file of that name is there. */
function located(folder: string, input: string): string {
  if (input.startsWith('file:///')) return input
  const file = resolve(folder, input)
  return existsSync(file) || !input.includes('@') ? file : input
}

function refusal(subject: string, cause?: unknown): GoferryError {
  return new GoferryError('usage', { subject, reason: 'closure.list', cause })
}
