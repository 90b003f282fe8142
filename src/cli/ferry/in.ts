import { resolve } from 'node:path'
import type { Command } from 'commander'
import { receiveFailure } from '../../services/ferry/in/receive.ts'
import type { Context } from '../context.ts'
import { itemLine, watching } from '../watching.ts'
import { importLines } from './import-line.ts'

/** `goferry ferry in`: takes bundles in from folders and discs, as far as each can go. */
export function inCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command
    .description(say('cli.ferry.in'))
    .argument('[paths...]', say('cli.ferry.in.paths'))
    .option('--heal', say('cli.ferry.in.heal'))
    .action((paths: string[], { heal = false }: { heal?: boolean }) => takeIn(context(), paths, heal))
}

async function takeIn(context: Context, paths: readonly string[], heals: boolean): Promise<void> {
  const request = { paths: paths.map(path => resolve(path)), heals }
  const report = await watching(
    context,
    watch => context.node.importBundles(request, watch),
    item => itemLine(context, item),
  )
  if (context.options.json) context.print(JSON.stringify(report))
  else for (const line of importLines(context, report.bundles)) context.print(line)
  for (const { id, createdAhead: created } of report.bundles)
    if (created !== undefined) context.note(context.say('cli.ferry.in.ahead', { id, created }))
  if (report.bundles.length === 0 && paths.length === 0) context.note(context.say('cli.ferry.in.nothing'))
  const failure = receiveFailure(report)
  if (failure !== undefined) throw failure
}
