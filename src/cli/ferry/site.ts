import type { Command } from 'commander'
import type { KnownSite } from '../../services/ferry/sites/sites.ts'
import type { Context } from '../context.ts'

/** `goferry ferry site`: the sites that this mirror carries to, and how far each is. */
export function siteCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command.description(say('cli.ferry.site'))
  command
    .command('add')
    .description(say('cli.ferry.site.add'))
    .argument('<name>', say('cli.ferry.site.name'))
    .requiredOption('--key <key>', say('cli.ferry.site.key'))
    .action(async (name: string, { key }: { key: string }) =>
      show(context(), [await context().node.addSite(name, key)]),
    )
  command
    .command('ls')
    .description(say('cli.ferry.site.ls'))
    .action(async () => show(context(), await context().node.listSites()))
}

function show({ options, print }: Context, sites: readonly KnownSite[]): void {
  for (const site of sites) {
    if (options.json) print(JSON.stringify(site))
    else print([site.name, site.key, site.last?.size ?? '-', site.last?.root ?? ''].join('\t').trimEnd())
  }
}
