import type { Command } from 'commander'
import type { Context } from '../context.ts'

/** `goferry ferry drop`: removes what was received of a bundle. */
export function dropCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command
    .description(say('cli.ferry.drop'))
    .argument('<bundle>', say('cli.ferry.id'))
    .action(async (bundle: string) => {
      const { node, options, print } = context()
      const dropped = await node.dropImport(bundle)
      if (options.json) print(JSON.stringify(dropped))
      else print(say('cli.ferry.dropped', { id: dropped.id }))
    })
}
