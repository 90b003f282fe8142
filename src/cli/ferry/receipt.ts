import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../context.ts'

/** `goferry ferry receipt`: what the site signs of what it has, and what the mirror makes of it. */
export function receiptCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command.description(say('cli.ferry.receipt'))
  command
    .command('show')
    .description(say('cli.ferry.receipt.show'))
    .argument('[origin]', say('cli.ferry.receipt.origin'))
    .action(async (origin?: string) => {
      const { node, options, print, note } = context()
      const { file, receipt } = await node.showReceipt(origin)
      if (options.json) return print(JSON.stringify({ file, receipt }))
      print(receipt.trimEnd())
      note(say('cli.ferry.receipt.file', { file }))
    })
  command
    .command('key')
    .description(say('cli.ferry.receipt.key'))
    .action(async () => {
      const { node, options, print } = context()
      const shown = await node.receiptKey()
      print(options.json ? JSON.stringify(shown) : shown.key)
    })
  command
    .command('accept')
    .description(say('cli.ferry.receipt.accept'))
    .argument('<file>', say('cli.ferry.receipt.accept.file'))
    .requiredOption('--site <name>', say('cli.ferry.receipt.site'))
    .action(async (file: string, { site }: { site: string }) => {
      const { node, options, print } = context()
      const last = await node.acceptReceipt(resolve(file), site)
      print(options.json ? JSON.stringify({ site, ...last }) : [site, last.size, last.root].join('\t'))
    })
}
