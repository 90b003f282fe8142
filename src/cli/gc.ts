import type { Command } from 'commander'
import type { Item } from '../ports/watch.ts'
import type { Context } from './context.ts'
import { ageText, sizeText, wholeNumber } from './flag-values.ts'
import { size } from './progress-line.ts'
import { watching } from './watching.ts'

interface Flags {
  readonly apply?: boolean
  readonly keepFor?: string
  readonly keepNewest?: number
  readonly quota?: string
}

/** `goferry gc`: shows which zips nothing keeps; with `--apply` gives them up. */
export function gc(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.gc'))
    .option('--apply', context().say('cli.gc.apply'))
    .option('--keep-for <age>', context().say('cli.gc.keep-for'), ageText('--keep-for'))
    .option('--keep-newest <n>', context().say('cli.gc.keep-newest'), wholeNumber('--keep-newest', 0, 1000))
    .option('--quota <size>', context().say('cli.gc.quota'), sizeText('--quota'))
    .action(async (flags: Flags) => giveUp(context(), flags))
}

async function giveUp(context: Context, { apply = false, keepFor, keepNewest, quota }: Flags): Promise<void> {
  const { options, print, note, say } = context
  const request = {
    apply,
    ...(keepFor !== undefined && { keepFor }),
    ...(keepNewest !== undefined && { keepNewest }),
    ...(quota !== undefined && { quota }),
  }
  const report = await watching(context, watch => context.node.gc(request, watch), itemLine)
  if (options.json) print(JSON.stringify(report))
  else
    note(
      say(apply ? 'cli.gc.done' : 'cli.gc.preview', {
        ...report,
        size: size(report.bytes),
        of: size(report.heldBytes),
      }),
    )
}

function itemLine({ subject, outcome, ground, size: bytes }: Item): string {
  return [subject, outcome, ground, size(Number(bytes))].join('\t')
}
