import { catalogue, type MessageKey } from '../../core/messages/catalogue.ts'
import { fill } from '../../core/messages/text.ts'
import type { Journal, JournalFields } from '../../ports/journal.ts'
import type { Scope } from '../commands/scope.ts'
import { openJournal } from '../compose.ts'
import type { Settings } from '../config/schema.ts'

/**
 * What a person is told of the events that matter, by event. The others are left out: the command tells them itself,
 * as an item or as the error with which it ends.
 */
export const TOLD: Readonly<Record<string, MessageKey>> = {
  'info-not-taken': 'journal.info-not-taken',
  'stored-tile-damaged': 'journal.stored-tile-damaged',
  'log-stage-left': 'journal.log-stage-left',
  'index-made-anew': 'journal.index-made-anew',
  'index-not-in-step': 'journal.index-not-in-step',
  'log-sealed': 'journal.log-sealed',
  'archive-differs': 'journal.archive-differs',
  'job-queue-failed': 'journal.job-queue-failed',
  'job-report-failed': 'journal.job-report-failed',
  'watch-memory-made-anew': 'journal.watch-memory-made-anew',
  'watch-clock-back': 'journal.watch-clock-back',
  'job-end-failed': 'journal.job-end-failed',
}

/**
 * The journal of a command that does a node's work in its own process: the file of the settings where they name one,
 * JSON for `--json`, else sentences for a person.
 */
export function commandJournal(settings: Settings, { terminal, json }: Pick<Scope, 'terminal' | 'json'>): Journal {
  if (json || settings.logFile !== undefined) return openJournal(settings, { quiet: true })
  const tell = (event: string, fields: JournalFields = {}) => {
    const key = TOLD[event]
    if (key === undefined) return
    const params = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
    terminal.status('')
    terminal.note(`goferry: ${fill(catalogue[key], terminal.lang, params)}`)
  }
  return { info: () => undefined, warn: tell, error: tell }
}
