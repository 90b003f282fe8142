import type { Command } from 'commander'
import type { Context, KeyChange } from './context.ts'

/** `goferry keys`: shows, makes, backs up and rotates the keys of the log. Private keys are never printed. */
export function keys(command: Command, context: () => Context): Command {
  command.description(context().say('cli.keys'))
  const add = (name: string) => command.command(name)
  const change = async (what: KeyChange) => {
    await context().node.changeKeys(what)
    await show(context())
  }
  add('show')
    .description(context().say('cli.keys.show'))
    .action(() => show(context()))
  add('make')
    .description(context().say('cli.keys.make'))
    .option('--name <name>', context().say('cli.up.name'))
    .action(({ name }: { name?: string }) => change({ kind: 'make', name }))
  add('backup <file>')
    .description(context().say('cli.keys.backup'))
    .action(async (file: string) => {
      await context().node.backupKeys(file)
      context().note(context().say('cli.keys.backed-up', { file }))
    })
  add('restore <file>')
    .description(context().say('cli.keys.restore'))
    .action((file: string) => change({ kind: 'restore', file }))
  add('rotate')
    .description(context().say('cli.keys.rotate'))
    .option('--finish', context().say('cli.keys.finish'))
    .action(({ finish }: { finish?: boolean }) => change({ kind: finish ? 'finish' : 'rotate' }))
  add('rename <name>')
    .description(context().say('cli.keys.rename'))
    .action((name: string) => change({ kind: 'rename', name }))
  return command
}

async function show({ node, options, print }: Context): Promise<void> {
  for (const key of await node.keys()) {
    if (options.json) print(JSON.stringify(key))
    else
      print(
        [key.key, `created ${key.created}`, key.retired === undefined ? '' : `retired ${key.retired}`]
          .join('\t')
          .trimEnd(),
      )
  }
}
