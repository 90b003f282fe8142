import type { Command } from 'commander'
import type { Context } from './context.ts'
import { addCommand } from './toolchain/add.ts'
import { importCommand } from './toolchain/import.ts'
import { listCommand } from './toolchain/ls.ts'

/** `goferry toolchain`: Go toolchains, as modules for the go command and as archives to install. */
export function toolchain(command: Command, context: () => Context): Command {
  command.description(context().say('cli.toolchain'))
  addCommand(command.command('add'), context)
  importCommand(command.command('import'), context)
  listCommand(command.command('ls'), context)
  return command
}
