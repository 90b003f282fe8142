import { fromWire } from '../core/error-wire.ts'
import { describe } from '../core/errors.ts'
import { printable } from '../core/messages/text.ts'
import type { Item, Watch } from '../ports/watch.ts'
import type { Context } from './context.ts'
import { ProgressLine } from './progress-line.ts'

/** How often progress is shown: on a terminal, and where each showing is one more line. */
const redrawMs = 100
const lineMs = 10_000

/**
 * Runs a long operation at the terminal: shows how far it is, prints each item as it comes (`text` gives its line; with
 * `--json` the item itself), and ends it at the first Ctrl-C. Throws what the operation throws.
 */
export async function watching<T>(
  { terminal, options, print, note, say }: Context,
  operation: (watch: Watch) => Promise<T>,
  text: (item: Item) => string | undefined,
): Promise<T> {
  const line = new ProgressLine()
  const { columns } = terminal
  let shown = Date.now()
  const watch: Watch = {
    signal: terminal.interrupted(),
    progress(progress) {
      const now = Date.now()
      line.note(progress, now)
      if (now - shown < (columns === undefined ? lineMs : redrawMs)) return
      shown = now
      if (options.json) note(JSON.stringify({ progress }))
      else if (columns === undefined) note(line.text(200))
      else terminal.status(line.text(columns - 1))
    },
    async tell(item) {
      const shownItem = options.json ? JSON.stringify(item) : text(item)
      if (shownItem === undefined) return
      terminal.status('')
      print(shownItem)
    },
    waits(number, ahead) {
      terminal.status('')
      if (!options.json) note(say(ahead === 0 ? 'cli.job.waits-next' : 'cli.job.waits', { number, ahead }))
    },
    leaves(number) {
      terminal.status('')
      if (!options.json) note(say('job-goes-on', { number }))
    },
    joins(number) {
      if (!options.json) note(say('cli.job.joins', { number }))
    },
  }
  try {
    return await operation(watch)
  } finally {
    terminal.status('')
  }
}

/**
 * `subject<TAB>outcome`, the part of a version where it is about one, and why where there is an error; of what is too
 * young, from when on it is not.
 */
export function itemLine({ terminal, say }: Context, { subject, outcome, part, error, from }: Item): string {
  const when = typeof from === 'string' ? say('cli.pull.from', { from }) : ''
  const why = error === undefined ? when : describe(fromWire(error), terminal.lang)
  const what = printable(typeof part === 'string' ? `${subject} ${part}` : subject)
  return [what, outcome, why].join('\t').trimEnd()
}
