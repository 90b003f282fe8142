import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type AddReport, addFailure } from '../services/add/add.ts'
import { type ClosureFlags, closureFlags } from './closure-flags.ts'
import { closuresOfInput, type NamedClosure } from './closure-input.ts'
import type { AddRequest, Context } from './context.ts'
import { isGoSum, namedWants } from './named-wants.ts'
import { size } from './progress-line.ts'
import { addNeeded } from './toolchain/add-needed.ts'
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
    wants: await namedWants(modules, flags),
    ...(flags.upstream !== undefined && { upstream: flags.upstream }),
    ...(flags.modcache !== undefined && { modcache: resolve(flags.modcache) }),
    ...(flags.athens !== undefined && { athens: resolve(flags.athens) }),
  }
  const [first, ...rest] = await closuresOf(context, flags)
  let report = await addOne(context, { ...request, ...(first && { closure: first.closure }) })
  for (const { closure } of rest) report = sum(report, await addOne(context, { ...request, wants: [], closure }))
  if (context.options.json) context.print(JSON.stringify(report))
  else context.note(context.say('cli.add.total', { ...report, size: size(report.bytes) }))
  if (report.untidy && !context.options.json) context.note(context.say('cli.add.untidy', { signs: report.untidy }))
  if (flags.toolchain) await addNeeded(context, [...(first ? [first] : []), ...rest], flags)
  const failure = addFailure(report)
  if (failure !== undefined) throw failure
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

/** The closures that are named; none for a go.sum, whose lines are the wants. */
async function closuresOf({ terminal }: Context, flags: Flags): Promise<NamedClosure[]> {
  return flags.from === undefined || isGoSum(flags.from) ? [] : closuresOfInput(flags.from, flags, terminal)
}
