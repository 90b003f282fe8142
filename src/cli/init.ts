import type { Command } from 'commander'
import type { Context } from './context.ts'

/** `goferry init`: writes a first settings file, where `--config` says or into the node's folder. */
export function init(command: Command, context: () => Context): Command {
  return command.description(context().say('cli.init')).action(async () => {
    const { options, terminal, node, print, note, say } = context()
    const file = await node.writeSettings(terminal.lang)
    if (options.json) return print(JSON.stringify({ file }))
    print(file)
    note(say('cli.init.wrote'))
  })
}
