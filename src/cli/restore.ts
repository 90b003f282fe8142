import { join } from 'node:path'
import type { Command } from 'commander'
import { GoferryError } from '../core/errors.ts'
import type { Context } from './context.ts'
import { size } from './progress-line.ts'
import { itemLine, watching } from './watching.ts'

/** `goferry restore`: brings a backup back into an empty data folder; with `--catch-up` makes an old copy a new one. */
export function restore(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.restore'))
    .argument('[dir]', context().say('cli.restore.dir'))
    .option('--catch-up', context().say('cli.restore.catch-up'))
    .action(async (dir: string | undefined, flags: { catchUp?: boolean }) => {
      if ((dir === undefined) !== (flags.catchUp === true))
        throw new GoferryError('usage', { subject: 'restore', reason: 'restore-nothing' })
      if (dir === undefined) await catchUp(context())
      else await bringBack(context(), dir)
    })
}

async function bringBack(context: Context, folder: string): Promise<void> {
  const { node, options, print, note, say } = context
  const report = await watching(
    context,
    watch => node.restore(folder, watch),
    item => itemLine(context, item),
  )
  if (options.json) print(JSON.stringify(report))
  else {
    const { keys, ...counts } = report
    note(say('cli.restore.total', { ...counts, entries: report.size, size: size(report.bytes) }))
    if (report.settings !== '') note(say('cli.restore.settings', { file: join(folder, report.settings) }))
    if (!keys) note(say('cli.restore.keys'))
    note(say('cli.restore.next'))
  }
  if (report.bad > 0)
    throw new GoferryError('incomplete', { subject: 'restore', reason: 'backup-bad', params: { bad: report.bad } })
}

async function catchUp({ node, options, print, note, say }: Context): Promise<void> {
  const head = await node.catchUp()
  if (options.json) print(JSON.stringify(head))
  else note(say('cli.restore.caught-up', { entries: head.size, root: head.root }))
}
