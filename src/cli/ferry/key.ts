import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../context.ts'

/** `goferry ferry key`: keys of approvers, made where they sign. The private one is never printed. */
export function keyCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command.description(say('cli.ferry.keys'))
  command
    .command('new')
    .description(say('cli.ferry.key.new'))
    .argument('<name>', say('cli.ferry.key.name'))
    .requiredOption('--out <file>', say('cli.ferry.key.out'))
    .action(async (name: string, { out }: { out: string }) => {
      const { node, options, print } = context()
      const made = await node.makeApproverKey(name, resolve(out))
      print(options.json ? JSON.stringify(made) : made.key)
    })
}
