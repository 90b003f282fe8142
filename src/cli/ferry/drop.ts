import type { Command } from 'commander'
import type { ImportState } from '../../core/ferry/import-state.ts'
import type { MessageKey } from '../../core/messages/catalogue.ts'
import type { Context } from '../context.ts'

/** `goferry ferry drop`: removes what was received of a bundle. */
export function dropCommand(command: Command, context: () => Context): void {
  const { say } = context()
  command
    .description(say('cli.ferry.drop'))
    .argument('<bundle>', say('cli.ferry.id'))
    .option('--undecided', say('cli.ferry.drop.undecided'))
    .action(async (bundle: string, { undecided = false }: { undecided?: boolean }) => {
      const { node, options, print } = context()
      const dropped = await node.dropImport(bundle, undecided)
      if (options.json) print(JSON.stringify(dropped))
      else print(say(textOf(dropped), { id: dropped.id }))
    })
}

/** What is lost of the import, and how it comes back. */
function textOf({ step }: ImportState): MessageKey {
  if (step === 'done' || step === 'refused') return 'cli.ferry.dropped'
  return step === 'committed' ? 'cli.ferry.dropped-undecided' : 'cli.ferry.dropped-early'
}
