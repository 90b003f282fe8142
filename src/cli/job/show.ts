import { fromWire } from '../../core/error-wire.ts'
import { describe } from '../../core/errors.ts'
import type { JobLine } from '../../core/jobs/job.ts'
import { formatTime } from '../../core/log/entry-values.ts'
import { printable } from '../../core/messages/text.ts'
import type { Context } from '../context.ts'
import { itemLine } from '../watching.ts'
import { howFar, stateOf, stateTexts } from './row.ts'

/** The longest argument that is shown: `--json` shows all of it. */
const shownArgument = 500

/** Shows all that is known of job `number`. */
export async function showJob(context: Context, number: number): Promise<void> {
  const { node, options, print, say } = context
  const shown = await node.showJob(number, 0)
  if (options.json) return print(JSON.stringify(shown))
  const { job, ahead, lines } = shown
  const {
    kind,
    argument,
    attempts,
    maxAttempts,
    worker,
    submitted,
    started,
    ended,
    parent,
    priority,
    notBefore,
    result,
  } = job
  print(say('cli.job.title', { number, kind, state: stateOf(context, job) }))
  const row = (key: Parameters<Context['say']>[0], value: string | number | undefined) => {
    if (value !== undefined && value !== '') print(`  ${say(key)}: ${printable(String(value))}`)
  }
  row('cli.job.submitted', formatTime(submitted))
  row('cli.job.due', notBefore > Date.now() ? formatTime(notBefore) : undefined)
  row('cli.job.began', started && formatTime(started))
  row('cli.job.ended', ended && formatTime(ended))
  row('cli.job.ahead', ahead)
  row('cli.job.priority.is', priority)
  row('cli.job.attempts', `${attempts}/${maxAttempts}`)
  row('cli.job.worker', worker)
  row('cli.job.parent', parent)
  row('cli.job.argument', JSON.stringify(argument).slice(0, shownArgument))
  row('cli.job.progress', howFar(context, job))
  row('cli.job.result', result === undefined ? undefined : JSON.stringify(result).slice(0, shownArgument))
  for (const line of lines) print(`  ${formatTime(line.at)}\t${noteOf(context, line)}`)
}

function noteOf(context: Context, { note }: JobLine): string {
  const { say, options, terminal } = context
  if (note.type === 'item') return itemLine(context, note.item)
  if (note.type === 'dropped') return say('cli.job.dropped', { items: note.items })
  if (note.type === 'wish') return say('cli.job.asked', { wish: note.wish })
  const why = note.error === undefined ? '' : describe(fromWire(note.error), options.lang ?? terminal.lang)
  return [say(stateTexts[note.state]), printable(note.worker ?? ''), why].filter(Boolean).join('\t')
}
