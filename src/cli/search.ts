import { type Command, Option } from 'commander'
import { MODULE_KINDS, type ModuleKind } from '../ports/module-index.ts'
import type { Context } from './context.ts'
import { wholeNumber } from './flag-values.ts'
import { size } from './progress-line.ts'

interface Flags {
  readonly kind?: ModuleKind
  readonly limit: number
}

/** `goferry search`: modules, tools and toolchains by a part of a path, of a command's name, of a deprecation. */
export function search(command: Command, context: () => Context): Command {
  return command
    .description(context().say('cli.search'))
    .argument('<text...>', context().say('cli.search.text'))
    .addOption(new Option('--kind <kind>', context().say('cli.search.kind')).choices(MODULE_KINDS))
    .option('--limit <n>', context().say('cli.limit'), wholeNumber('--limit', 1, 10_000), 50)
    .action(async (text: string[], { kind, limit }: Flags) => {
      const { node, options, print } = context()
      for (const match of await node.search({ text: text.join(' '), limit, ...(kind !== undefined && { kind }) })) {
        const { path, version = '-', complete, versions, words } = match
        const bytes = match.size === undefined ? '-' : size(match.size)
        if (options.json) print(JSON.stringify(match))
        else print([path, version, match.kind, `${complete}/${versions}`, bytes, words.join(', ')].join('\t').trimEnd())
      }
    })
}
