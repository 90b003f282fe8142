import type { Command } from 'commander'
import type { Context } from './context.ts'
import { wholeNumber } from './flag-values.ts'

/** `goferry who-requires`: the versions whose go.mod requires a module, at any version or at one. */
export function whoRequires(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.who-requires'))
    .argument('<module>', context().say('cli.who-requires.module'))
    .option('--limit <n>', context().say('cli.limit'), wholeNumber('--limit', 1, 10_000), 1000)
    .action(async (module: string, { limit }: { limit: number }) => {
      const { node, options, print } = context()
      const [path = '', version] = module.split(/@(.*)/s)
      for (const row of await node.whoRequires({ path, limit, ...(version !== undefined && { version }) })) {
        const { requires, indirect } = row
        if (options.json) print(JSON.stringify(row))
        else print(`${row.path}@${row.version}\t${path}@${requires}${indirect ? '\t// indirect' : ''}`)
      }
    })
}
