import type { Command } from 'commander'
import { fromWire } from '../core/error-wire.ts'
import { describe } from '../core/errors.ts'
import { printable } from '../core/messages/text.ts'
import { verifyFailure } from '../services/verify/failure.ts'
import type { Context } from './context.ts'
import { size } from './progress-line.ts'
import { watching } from './watching.ts'

interface Flags {
  readonly heal: boolean
  readonly restart?: boolean
  readonly upstream?: string
}

/** `goferry verify`: scrubs the node. Exit code 5 where something is bad that was not mended. */
export function verify(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.verify'))
    .option('--no-heal', context().say('cli.verify.no-heal'))
    .option('--restart', context().say('cli.verify.restart'))
    .option('--upstream <chain>', context().say('cli.verify.upstream'))
    .action(async (flags: Flags) => verifyNode(context(), flags))
}

async function verifyNode(context: Context, { heal, restart = false, upstream }: Flags): Promise<void> {
  const { options, terminal } = context
  const request = { heal, restart, ...(upstream !== undefined && { upstream }) }
  const report = await watching(
    context,
    watch => context.node.verify(request, watch),
    ({ subject, damage, outcome, error }) => {
      const why = error === undefined ? '' : describe(fromWire(error), terminal.lang)
      return [printable(subject), damage, outcome, why].join('\t').trimEnd()
    },
  )
  if (options.json) context.print(JSON.stringify(report))
  else {
    if (report.from > 0) context.note(context.say('cli.verify.resumed', { from: report.from }))
    context.note(context.say('cli.verify.total', { ...report, size: size(report.bytes) }))
  }
  const failure = verifyFailure(context.node.data, report)
  if (failure !== undefined) throw failure
}
