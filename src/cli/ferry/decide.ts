import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { fromWire } from '../../core/error-wire.ts'
import type { Context } from '../context.ts'
import { itemLine, watching } from '../watching.ts'
import { importLines } from './import-line.ts'

interface Flags {
  readonly only?: readonly string[]
  readonly reason?: string
  readonly key?: string
  readonly signature?: string
  readonly unsigned?: string
}

/** `goferry ferry approve`: signs what was shown of an import, all of it or what patterns match. */
export function approveCommand(command: Command, context: () => Context): void {
  const { say } = context()
  decisionCommand(command, context)
    .description(say('cli.ferry.approve'))
    .action((id: string, flags: Flags) => decide(context(), id, 'approve', flags))
}

/** `goferry ferry refuse`: the same, against it. */
export function refuseCommand(command: Command, context: () => Context): void {
  const { say } = context()
  decisionCommand(command, context)
    .description(say('cli.ferry.refuse'))
    .option('--reason <text>', say('cli.ferry.reason'))
    .action((id: string, flags: Flags) => decide(context(), id, 'refuse', flags))
}

function decisionCommand(command: Command, context: () => Context): Command {
  const { say } = context()
  return command
    .argument('<id>', say('cli.ferry.id'))
    .option('--only <pattern...>', say('cli.ferry.only'))
    .option('--key <file>', say('cli.ferry.key'))
    .option('--signature <file>', say('cli.ferry.signature'))
    .addOption(new Option('--unsigned <file>', say('cli.ferry.unsigned')).conflicts(['key', 'signature']))
}

async function decide(context: Context, id: string, decision: 'approve' | 'refuse', flags: Flags): Promise<void> {
  const { only = [], reason, key, signature, unsigned } = flags
  const wish = {
    decision,
    only,
    ...(reason !== undefined && { reason }),
    ...(key !== undefined && { key: resolve(key) }),
    ...(signature !== undefined && { signature: resolve(signature) }),
  }
  if (unsigned !== undefined) {
    const file = resolve(unsigned)
    await context.node.writeUnsigned(id, wish, file)
    if (context.options.json) context.print(JSON.stringify({ file }))
    else context.note(context.say('cli.ferry.unsigned.made', { file }))
    return
  }
  const { bundles, ...kept } = await watching(
    context,
    watch => context.node.decideImport(id, wish, watch),
    item => itemLine(context, item),
  )
  if (context.options.json) context.print(JSON.stringify({ ...kept, bundles }))
  else {
    for (const name of kept.ineffective) context.note(context.say('decide.ineffective', { name }))
    for (const signer of kept.keys) context.print([kept.decision, signer].join('\t'))
    for (const line of importLines(context, bundles)) context.print(line)
  }
  // That others have to decide too is no failure of who did.
  const failed = bundles.find(({ error }) => error !== undefined && error.code !== 'bundle-undecided')
  if (failed?.error !== undefined) throw fromWire(failed.error)
}
