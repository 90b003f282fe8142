import { resolve } from 'node:path'
import type { Command } from 'commander'
import { toWire } from '../core/error-wire.ts'
import type { Item } from '../ports/watch.ts'
import type { AddReport } from '../services/add/add.ts'
import { addFailure } from '../services/add/failure.ts'
import { type ClosureFlags, closureFlags } from './closure-flags.ts'
import { closuresOfInput, type Inputs, type NamedClosure } from './closure-input.ts'
import type { AddRequest, Context } from './context.ts'
import { eachInput } from './each-input.ts'
import { namedWants } from './named-wants.ts'
import { size } from './progress-line.ts'
import { itemLine, watching } from './watching.ts'

interface Flags extends ClosureFlags {
  readonly from?: string
  readonly upstream?: string
  readonly modcache?: string
  readonly athens?: string
  readonly toolchain?: boolean
}

/** `goferry add`: takes modules into the node, by name, from a go.sum, or out of a folder that somebody else filled. */
export function add(command: Command, context: () => Context): Command {
  return closureFlags(command, context().say)
    .description(context().say('cli.add'))
    .argument('[modules...]', context().say('cli.add.modules'))
    .option('--from <input>', context().say('cli.add.from'))
    .option('--toolchain', context().say('cli.add.toolchain'))
    .option('--upstream <chain>', context().say('cli.add.upstream'))
    .option('--modcache <dir>', context().say('cli.add.modcache'))
    .option('--athens <dir>', context().say('cli.add.athens'))
    .action(async (modules: string[], flags: Flags) => addModules(context(), modules, flags))
}

async function addModules(context: Context, modules: readonly string[], flags: Flags): Promise<void> {
  const request = {
    wants: namedWants(modules, flags),
    ...(flags.upstream !== undefined && { upstream: flags.upstream }),
    ...(flags.modcache !== undefined && { modcache: resolve(flags.modcache) }),
    ...(flags.athens !== undefined && { athens: resolve(flags.athens) }),
  }
  const inputs = flags.from === undefined ? undefined : await closuresOfInput(flags.from, flags, context.terminal)
  if (flags.toolchain && inputs !== undefined) {
    // First: a project that asks for a later go than that of this machine is loaded with it.
    const { addNeeded } = await import('./toolchain/add-needed.ts')
    await addNeeded(context, inputs.named, flags)
  }
  const report = inputs === undefined ? await addOne(context, request) : await addInputs(context, request, inputs)
  const { added, held, failed, foreign, bytes, untidy = 0 } = report
  if (context.options.json) context.print(JSON.stringify(report))
  else context.note(context.say('cli.add.total', { added, held, failed, foreign, size: size(bytes) }))
  if (untidy > 0 && !context.options.json) context.note(context.say('cli.add.untidy', { signs: untidy }))
  const failure = addFailure(report)
  if (failure !== undefined) throw failure
}

/** Adds what is named and what `inputs` need: of several one that fails is told, and the others are taken. */
async function addInputs(context: Context, request: AddRequest, inputs: Inputs): Promise<AddReport> {
  const [first] = inputs.named
  if (inputs.isOne && first !== undefined) return addOne(context, { ...request, closure: first.closure })
  let report = request.wants.length > 0 ? await addOne(context, request) : nothing
  const addInput = async ({ closure }: NamedClosure) => {
    const added = await addOne(context, { ...request, wants: [], closure })
    report = sum(report, added)
    return added.failed === 0
  }
  await eachInput(inputs, addInput, {
    failed: (subject, error) => {
      tell(context, { subject, outcome: 'failed', error: toWire(error) })
      report = sum(report, { ...nothing, failed: 1 })
    },
    probed: subject => tell(context, { subject, outcome: 'probed' }),
  })
  return report
}

const nothing: AddReport = { added: 0, held: 0, failed: 0, foreign: 0, bytes: 0 }

function tell(context: Context, item: Item): void {
  context.print(context.options.json ? JSON.stringify(item) : itemLine(context, item))
}

function addOne(context: Context, request: AddRequest): Promise<AddReport> {
  return watching(
    context,
    watch => context.node.add(request, watch),
    item => itemLine(context, item),
  )
}

function sum(one: AddReport, other: AddReport): AddReport {
  const untidy = (one.untidy ?? 0) + (other.untidy ?? 0)
  return {
    added: one.added + other.added,
    held: one.held + other.held,
    failed: one.failed + other.failed,
    foreign: one.foreign + other.foreign,
    bytes: one.bytes + other.bytes,
    ...(untidy > 0 && { untidy }),
  }
}
