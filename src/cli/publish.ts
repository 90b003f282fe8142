import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { MessageKey } from '../core/messages/catalogue.ts'
import { type Params, printable } from '../core/messages/text.ts'
import type { Item } from '../ports/watch.ts'
import type { Context } from './context.ts'
import { size } from './progress-line.ts'
import { watching } from './watching.ts'

/** `goferry publish`: makes a version of an internal module out of a folder. */
export function publish(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.publish'))
    .argument('<dir>', context().say('cli.publish.folder'))
    .argument('<version>', context().say('cli.publish.version'))
    .option('--dry-run', context().say('cli.publish.dry-run'))
    .action(async (dir: string, version: string, { dryRun = false }: { dryRun?: boolean }) =>
      // The node may run elsewhere: a path counts from where the command was called.
      publishFolder(context(), { folder: resolve(dir), version, dry: dryRun }),
    )
}

async function publishFolder(context: Context, request: Parameters<Context['node']['publish']>[0]): Promise<void> {
  const report = await watching(
    context,
    watch => context.node.publish(request, watch),
    item => fileLine(context, item),
  )
  if (context.options.json) return context.print(JSON.stringify(report))
  context.print([`${report.path}@${report.version}`, report.outcome, report.h1Zip].join('\t'))
  context.note(context.say('cli.publish.total', { ...report, size: size(report.bytes) }))
}

/** `FILE<TAB>outcome<TAB>why`. A name may hold whatever a file system takes. */
function fileLine({ say }: Context, { subject, outcome, ...more }: Item): string {
  const { reason, params } = more as { reason?: MessageKey; params?: Params }
  return [printable(subject), outcome, reason === undefined ? '' : say(reason, params)].join('\t').trimEnd()
}
