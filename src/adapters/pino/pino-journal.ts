import { createRequire } from 'node:module'
import { GoferryError } from '../../core/errors.ts'
import type { Journal, JournalFields } from '../../ports/journal.ts'

const require = createRequire(import.meta.url)

/** pino, loaded with the first journal: most commands write none. */
function load(): typeof import('pino') {
  return require('pino')
}

/** What a line keeps of one value; a stack trace fits. */
const MAX_VALUE_LENGTH = 4096

/**
 * What is not written as it came, whatever field it is in, and what
 * stands for it: secrets (abuse case A18), and what a terminal obeys.
 */
const REPLACED: readonly [RegExp, string][] = [
  // The name and password of a URL, up to the last @ of its authority; then its query.
  [/:\/\/[^/?#\s"']*@/g, '://'],
  [/(:\/\/[^\s?"']*\?)[^\s"']+/g, '$1…'],
  [/\b(authorization|cookie|set-cookie): .*/gi, '$1: …'],
  // C1 controls and bidirectional marks; JSON escapes the C0 ones (abuse cases A22, A23).
  [/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '\ufffd'],
]

/** Where lines go: each ends with a line end. */
export interface LineStream {
  write(line: string): void
}

/** Writes a node's journal as JSON lines: to `file`, or to standard error. A write that fails is not retried. */
export class PinoJournal implements Journal {
  readonly #pino

  /** `quiet`: without what is only information. Throws `bad-settings` where the file cannot be opened. */
  constructor(
    options: { file?: string | undefined; node: string; quiet?: boolean },
    stream: LineStream = open(options.file),
  ) {
    const level = options.quiet ? 'warn' : 'info'
    this.#pino = load().pino(
      { level, base: { node: options.node }, timestamp: () => `,"time":"${new Date().toISOString()}"` },
      stream,
    )
  }

  /** See the port. */
  info(event: string, fields: JournalFields = {}): void {
    this.#pino.info(clean(fields), event)
  }

  /** See the port. */
  warn(event: string, fields: JournalFields = {}): void {
    this.#pino.warn(clean(fields), event)
  }

  /** See the port. */
  error(event: string, fields: JournalFields = {}): void {
    this.#pino.error(clean(fields), event)
  }
}

/**
 * Written at once, so that a process that dies has said everything; a
 * file is appended to, by all processes of the node.
 */
function open(file: string | undefined): LineStream {
  try {
    return load().destination({ dest: file ?? 2, sync: true, mkdir: true })
  } catch (cause) {
    throw new GoferryError('bad-settings', { subject: `logFile: ${file}`, reason: 'settings.logFile', cause })
  }
}

function clean(fields: JournalFields): JournalFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? cleanText(value) : value]),
  )
}

function cleanText(value: string): string {
  const cut = value.slice(0, MAX_VALUE_LENGTH)
  return REPLACED.reduce((text, [pattern, rest]) => text.replace(pattern, rest), cut)
}
