import { type Command, Option } from 'commander'
import { toWire } from '../core/error-wire.ts'
import { describe, GoferryError } from '../core/errors.ts'
import { printable } from '../core/messages/text.ts'
import type { ResolveRequest } from './closure-access.ts'
import { type ClosureFlags, closureFlags } from './closure-flags.ts'
import { closuresOfInput, type Inputs, type NamedClosure } from './closure-input.ts'
import type { Context } from './context.ts'
import { eachInput } from './each-input.ts'
import { isOfGraph, linesOf, type Shown } from './resolve/lines.ts'
import { summarise } from './resolve/summary.ts'
import { watching } from './watching.ts'

interface Flags extends ClosureFlags, Shown {
  readonly upstream?: string
  readonly receipt?: string
  readonly sizes: boolean
}

/** `goferry resolve`: all that the go command will ask for of a project, before any of it is fetched. */
export function resolve(command: Command, context: () => Context): Command {
  const { say } = context()
  return closureFlags(command, say)
    .description(say('cli.resolve'))
    .argument('[input]', say('cli.resolve.input'), '.')
    .option('--all', say('cli.resolve.all'))
    .option('--receipt <file>', say('cli.resolve.receipt'))
    .option('--no-sizes', say('cli.resolve.sizes'))
    .addOption(new Option('--tree', say('cli.resolve.tree')).conflicts(['why', 'conflicts', 'mermaid', 'svg']))
    .addOption(new Option('--why <module>', say('cli.resolve.why')).conflicts(['conflicts', 'mermaid', 'svg']))
    .addOption(new Option('--conflicts', say('cli.resolve.conflicts')).conflicts(['mermaid', 'svg']))
    .addOption(new Option('--mermaid', say('cli.resolve.mermaid')).conflicts('svg'))
    .option('--svg', say('cli.resolve.svg'))
    .option('--upstream <chain>', say('cli.add.upstream'))
    .action(async (input: string, flags: Flags) => resolveInput(context(), input, flags))
}

async function receiptIn(file: string): Promise<NonNullable<ResolveRequest['receipt']>> {
  const { readText } = await import('./project/read-project.ts')
  return { file, note: Buffer.from((await readText(file)).text) }
}

/** Of several inputs one that fails is told, and the others are gone on with. Throws `incomplete` then. */
async function resolveInput(context: Context, input: string, flags: Flags): Promise<void> {
  const inputs = await closuresOfInput(input, flags, context.terminal)
  if (isOfGraph(flags)) checkGraph(input, inputs)
  const receipt = flags.receipt === undefined ? undefined : await receiptIn(flags.receipt)
  let failures = 0
  const resolveNamed = async (one: NamedClosure) => {
    await resolveOne(context, one, flags, receipt)
    return true
  }
  await eachInput(inputs, resolveNamed, {
    failed: (name, error) => {
      tellFailed(context, name, error)
      failures++
    },
    probed: name => tellProbe(context, name),
  })
  if (failures > 0)
    throw new GoferryError('incomplete', { subject: input, reason: 'closure.inputs', params: { failed: failures } })
}

/** Throws `usage` where there is no one graph. */
function checkGraph(input: string, { named, isOne }: Inputs): void {
  if (!isOne) throw new GoferryError('usage', { subject: input, reason: 'closure.one-input' })
  if (named[0]?.closure.versions) throw new GoferryError('usage', { subject: input, reason: 'closure.no-graph' })
}

function tellFailed({ options, print, note, terminal }: Context, name: string, error: GoferryError): void {
  if (options.json) print(JSON.stringify({ project: name, error: toWire(error) }))
  else note(`${printable(name)}\t${describe(error, terminal.lang)}`)
}

function tellProbe({ options, print, note, say }: Context, name: string): void {
  if (options.json) print(JSON.stringify({ project: name, probed: true }))
  else note(`${printable(name)}\t${say('wishes.probed')}`)
}

async function resolveOne(
  context: Context,
  { name, closure }: NamedClosure,
  flags: Flags,
  receipt: ResolveRequest['receipt'],
): Promise<void> {
  const { upstream } = flags
  const request = { closure, ...(upstream !== undefined && { upstream }), ...(receipt && { receipt }) }
  // A picture has no sizes.
  const sizes = flags.sizes && !isOfGraph(flags)
  // What is run for it is no part of the result.
  const quiet = { tell: async () => undefined }
  const resolved = await watching(
    context,
    watch => context.node.resolve({ ...request, sizes }, { ...watch, ...quiet }),
    () => undefined,
  )
  for (const line of linesOf(resolved, flags, context.options.json ?? false)) context.print(line)
  summarise(context, name, resolved, sizes)
}
