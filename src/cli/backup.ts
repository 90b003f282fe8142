import type { Command } from 'commander'
import { GoferryError } from '../core/errors.ts'
import type { Context } from './context.ts'
import { size } from './progress-line.ts'
import { itemLine, watching } from './watching.ts'

interface Flags {
  readonly keys?: boolean
  readonly drill?: boolean
}

/** `goferry backup`: copies the node into a folder; with `--drill` tries a copy out. Exit code 5: it is damaged. */
export function backup(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.backup'))
    .argument('<dir>', context().say('cli.backup.dir'))
    .option('--keys', context().say('cli.backup.keys'))
    .option('--drill', context().say('cli.backup.drill'))
    .action((dir: string, flags: Flags) => (flags.drill ? drill(context(), dir) : copy(context(), dir, flags)))
}

async function copy(context: Context, folder: string, { keys = false }: Flags): Promise<void> {
  const { node, options, print, note, say } = context
  const report = await watching(
    context,
    watch => node.backup({ folder, keys }, watch),
    item => itemLine(context, item),
  )
  const sizes = { size: size(report.bytes), copiedSize: size(report.copiedBytes) }
  if (options.json) print(JSON.stringify(report))
  else note(say('cli.backup.total', { ...report, ...sizes, entries: report.size, size: sizes.size }))
  if (report.missing > 0)
    throw new GoferryError('incomplete', {
      subject: 'backup',
      reason: 'backup-holes',
      params: { missing: report.missing },
    })
}

async function drill(context: Context, folder: string): Promise<void> {
  const { node, options, print, note, say } = context
  const report = await watching(
    context,
    watch => node.drill(folder, watch),
    item => itemLine(context, item),
  )
  if (options.json) print(JSON.stringify(report))
  else note(say('cli.backup.drilled', { ...report, entries: report.size, size: size(report.bytes) }))
  if (report.bad > 0)
    throw new GoferryError('store-damaged', { subject: folder, reason: 'backup-bad', params: { bad: report.bad } })
}
