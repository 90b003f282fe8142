import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { importLine } from './import-line.ts'

/** `goferry ferry ls`: the bundles that were taken in, and what each waits for. */
export function listCommand(command: Command, context: () => Context): void {
  command.description(context().say('cli.ferry.ls')).action(async () => {
    const { node, options, print } = context()
    for (const row of await node.imports()) print(options.json ? JSON.stringify(row) : importLine(context(), row))
  })
}
