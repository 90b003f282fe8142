import type { Command } from 'commander'
import type { Context } from '../context.ts'

/** `goferry ferry recipient`: the public key that a mirror seals the bundles of this node to. */
export function recipientCommand(command: Command, context: () => Context): void {
  command.description(context().say('cli.ferry.recipient')).action(async () => {
    const { node, options, print } = context()
    const recipient = await node.bundleRecipient()
    print(options.json ? JSON.stringify({ recipient }) : recipient)
  })
}
