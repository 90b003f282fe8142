import type { Command } from 'commander'
import type { Context } from './context.ts'

const TEXTS = {
  same: 'cli.upgrade.same',
  older: 'cli.upgrade.older',
  newer: 'cli.upgrade.newer',
} as const

/** `goferry upgrade`: makes the data folder one of this program; with `--check` says what would change. */
export function upgrade(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.upgrade'))
    .option('--check', context().say('cli.upgrade.check'))
    .action(async ({ check = false }: { check?: boolean }) => {
      const { node, options, print, say } = context()
      const report = await node.upgrade({ check })
      const { verdict, ...numbers } = report
      if (options.json) print(JSON.stringify(report))
      else print(say(TEXTS[verdict], { ...numbers }))
    })
}
