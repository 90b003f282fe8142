import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { importLines } from './import-line.ts'

/** `goferry ferry ls`: the bundles that were taken in, and what each waits for. */
export function listCommand(command: Command, context: () => Context): void {
  command.description(context().say('cli.ferry.ls')).action(async () => {
    const { node, options, print } = context()
    const rows = await node.imports()
    for (const line of options.json ? rows.map(row => JSON.stringify(row)) : importLines(context(), rows)) print(line)
  })
}
