import { type DestinationStream, destination, pino } from 'pino'
import type { Journal, JournalFields } from '../../ports/journal.ts'

/** Values that look like a credential in a URL, whatever field they are in (abuse case A18). */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^/?#\s@]*@/gi

/** Writes a node's journal as JSON lines: to `file`, or to standard error. A write that fails is not retried. */
export class PinoJournal implements Journal {
  readonly #pino

  constructor(options: { file?: string | undefined; node: string }, stream: DestinationStream = open(options.file)) {
    this.#pino = pino(
      { base: { node: options.node }, timestamp: () => `,"time":"${new Date().toISOString()}"` },
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

function open(file: string | undefined): DestinationStream {
  return destination(file === undefined ? { dest: 2, sync: true } : { dest: file, sync: false, mkdir: true })
}

function clean(fields: JournalFields): JournalFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replace(CREDENTIALS, '$1') : value,
    ]),
  )
}
