import type { Command } from 'commander'
import type { Context } from './context.ts'
import { approveCommand, refuseCommand } from './ferry/decide.ts'
import { dropCommand } from './ferry/drop.ts'
import { inCommand } from './ferry/in.ts'
import { keyCommand } from './ferry/key.ts'
import { listCommand } from './ferry/ls.ts'
import { outCommand } from './ferry/out.ts'
import { receiptCommand } from './ferry/receipt.ts'
import { recipientCommand } from './ferry/recipient.ts'
import { showCommand } from './ferry/show.ts'
import { signCommand } from './ferry/sign.ts'
import { siteCommand } from './ferry/site.ts'
import { trustCommand } from './ferry/trust.ts'

/** `goferry ferry`: bundles over an air gap, out and in. */
export function ferry(command: Command, context: () => Context): Command {
  command.description(context().say('cli.ferry'))
  outCommand(command.command('out'), context)
  inCommand(command.command('in'), context)
  listCommand(command.command('ls'), context)
  dropCommand(command.command('drop'), context)
  recipientCommand(command.command('recipient'), context)
  trustCommand(command.command('trust'), context)
  showCommand(command.command('show'), context)
  approveCommand(command.command('approve'), context)
  refuseCommand(command.command('refuse'), context)
  keyCommand(command.command('key'), context)
  signCommand(command.command('sign'), context)
  siteCommand(command.command('site'), context)
  receiptCommand(command.command('receipt'), context)
  return command
}
