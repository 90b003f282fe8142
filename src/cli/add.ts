import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { GoferryError } from '../core/errors.ts'
import { parseGoSum } from '../core/sumdb/go-sum-file.ts'
import { KINDS } from '../core/tree/keys.ts'
import { addFailure } from '../services/add/add.ts'
import { wantsOfGoSum } from '../services/add/wants.ts'
import type { Want } from '../services/add/world.ts'
import { type ClosureFlags, closureFlags, closureOfInput } from './closure-input.ts'
import type { AddRequest, Context } from './context.ts'
import { parseModuleArgument } from './module-argument.ts'
import { size } from './progress-line.ts'
import { itemLine, watching } from './watching.ts'

interface Flags extends ClosureFlags {
  readonly from?: string
  readonly upstream?: string
  readonly modcache?: string
  readonly athens?: string
}

/** `goferry add`: takes modules into the node, by name, from a go.sum, or out of a folder that somebody else filled. */
export function add(command: Command, context: () => Context): Command {
  return closureFlags(command, context().say)
    .description(context().say('cli.add'))
    .argument('[modules...]', context().say('cli.add.modules'))
    .option('--from <input>', context().say('cli.add.from'))
    .option('--upstream <chain>', context().say('cli.add.upstream'))
    .option('--modcache <dir>', context().say('cli.add.modcache'))
    .option('--athens <dir>', context().say('cli.add.athens'))
    .action(async (modules: string[], flags: Flags) => addModules(context(), modules, flags))
}

async function addModules(context: Context, modules: readonly string[], flags: Flags): Promise<void> {
  const request = {
    wants: await wantsOf(modules, flags),
    ...(await closureOf(context, flags)),
    ...(flags.upstream !== undefined && { upstream: flags.upstream }),
    ...(flags.modcache !== undefined && { modcache: resolve(flags.modcache) }),
    ...(flags.athens !== undefined && { athens: resolve(flags.athens) }),
  }
  const report = await watching(
    context,
    watch => context.node.add(request, watch),
    item => itemLine(context, item),
  )
  if (context.options.json) context.print(JSON.stringify(report))
  else context.note(context.say('cli.add.total', { ...report, size: size(report.bytes) }))
  if (report.untidy && !context.options.json) context.note(context.say('cli.add.untidy', { signs: report.untidy }))
  const failure = addFailure(report)
  if (failure !== undefined) throw failure
}

async function wantsOf(modules: readonly string[], { from, modcache, athens }: Flags): Promise<Want[]> {
  const folders = [modcache, athens].filter(folder => folder !== undefined).length
  const named = modules.length > 0 || from !== undefined
  if (folders === 0 && !named) throw new GoferryError('usage', { subject: 'add', reason: 'cli.add.nothing' })
  if (folders > 1 || (folders === 1 && named))
    throw new GoferryError('usage', { subject: 'add', reason: 'cli.add.one-source' })
  const wants = modules.map(module => {
    const { path, version } = parseModuleArgument(module)
    return { path, query: version, parts: KINDS }
  })
  return isGoSum(from) ? [...wants, ...wantsOfGoSum(parseGoSum(from, await readText(from)))] : wants
}

/** The closure that is named; nothing for a go.sum, whose lines are the wants. */
async function closureOf({ terminal }: Context, flags: Flags): Promise<Pick<AddRequest, 'closure'>> {
  if (flags.from === undefined || isGoSum(flags.from)) return {}
  return { closure: await closureOfInput(flags.from, flags, terminal) }
}

/** A go.sum may have any name; a go.mod and a go.work have theirs. */
function isGoSum(from: string | undefined): from is string {
  if (from === undefined || ['go.mod', 'go.work'].includes(basename(from))) return false
  return statSync(from, { throwIfNoEntry: false })?.isFile() ?? !from.includes('@')
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new GoferryError('absent', { subject: file, cause })
  }
}
