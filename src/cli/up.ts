import type { Command } from 'commander'
import type { Context } from './context.ts'

/** `goferry up`: a node, until it is stopped. */
export function up(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.up'))
    .option('--listen <host:port>', context().say('cli.up.listen'))
    .option('--base <path>', context().say('cli.up.base'))
    .option('--role <role>', context().say('cli.up.role'))
    .option('--upstream <url>', context().say('cli.up.upstream'))
    .option('--unlisted <pattern=reason>', context().say('cli.up.unlisted'), collect)
    .option('--name <name>', context().say('cli.up.name'))
    .option('--replica <place>', context().say('cli.up.replica'))
    .option('--workers <n>', context().say('cli.up.workers'), numberOrText)
    .action(async flags => {
      const { listen, base, role, upstream, unlisted, name, replica, workers } = flags
      const { node, options } = context()
      await node.up({ listen, base, role, upstream, unlisted, name, replica, workers, lang: options.lang })
    })
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** What is no number is left for the settings to refuse. */
function numberOrText(value: string): number | string {
  return /^\d{1,15}$/.test(value) ? Number(value) : value
}
