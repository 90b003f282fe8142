import { Argument, type Command } from 'commander'
import { bashCompletion } from './completion/bash.ts'
import { fishCompletion } from './completion/fish.ts'
import { type CommandShape, shapesOf } from './completion/shape.ts'
import { zshCompletion } from './completion/zsh.ts'
import type { Context } from './context.ts'

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const satisfies Record<
  string,
  (commands: readonly CommandShape[]) => string
>

/** `goferry completion`: prints what makes a shell complete goferry's commands, made from the commands themselves. */
export function completion(command: Command, context: () => Context): Command {
  const shells = Object.keys(SHELLS)
  return command
    .description(context().say('cli.completion'))
    .addArgument(new Argument('<shell>', context().say('cli.completion.shell')).choices(shells))
    .action(async (shell: keyof typeof SHELLS) => {
      const { options, print, node } = context()
      const script = SHELLS[shell](shapesOf(command.parent ?? command, await node.allowedValues()))
      print(options.json ? JSON.stringify({ shell, script }) : script.trimEnd())
    })
}
