import type { Command } from 'commander'
import type { Context } from './context.ts'
import { watching } from './watching.ts'

/** `goferry rebuild`: makes lists and index again from log and tree. */
export function rebuild(command: Command, context: () => Context): Command {
  return command.description(context().say('cli.rebuild')).action(async () => {
    const { node, options, print, note, say } = context()
    const report = await watching(
      context(),
      watch => node.rebuild(watch),
      () => undefined,
    )
    if (options.json) print(JSON.stringify(report))
    else note(say('cli.rebuild.total', { ...report }))
  })
}
