import { type Command, Option } from 'commander'
import { describe, GoferryError } from '../core/errors.ts'
import { nodeName } from '../core/graph/module-graph.ts'
import { neededToolchain } from '../core/graph/needed-toolchain.ts'
import { KINDS } from '../core/tree/keys.ts'
import type { Resolved } from './closure-access.ts'
import { type ClosureFlags, closureFlags } from './closure-flags.ts'
import { closuresOfInput, type NamedClosure } from './closure-input.ts'
import type { Context } from './context.ts'
import { size } from './progress-line.ts'
import { isOfGraph, linesOf, type Shown } from './resolve/lines.ts'
import { watching } from './watching.ts'

interface Flags extends ClosureFlags, Shown {
  readonly upstream?: string
}

/** `goferry resolve`: all that the go command will ask for of a project, before any of it is fetched. */
export function resolve(command: Command, context: () => Context): Command {
  const { say } = context()
  return closureFlags(command, say)
    .description(say('cli.resolve'))
    .argument('[input]', say('cli.resolve.input'), '.')
    .option('--all', say('cli.resolve.all'))
    .addOption(new Option('--tree', say('cli.resolve.tree')).conflicts(['why', 'conflicts', 'mermaid', 'svg']))
    .addOption(new Option('--why <module>', say('cli.resolve.why')).conflicts(['conflicts', 'mermaid', 'svg']))
    .addOption(new Option('--conflicts', say('cli.resolve.conflicts')).conflicts(['mermaid', 'svg']))
    .addOption(new Option('--mermaid', say('cli.resolve.mermaid')).conflicts('svg'))
    .option('--svg', say('cli.resolve.svg'))
    .option('--upstream <chain>', say('cli.add.upstream'))
    .action(async (input: string, flags: Flags) => {
      const closures = await closuresOfInput(input, flags, context().terminal)
      if (closures.length > 1 && isOfGraph(flags))
        throw new GoferryError('usage', { subject: input, reason: 'closure.one-input' })
      for (const named of closures) await resolveOne(context(), named, flags)
    })
}

async function resolveOne(context: Context, { name, closure }: NamedClosure, flags: Flags): Promise<void> {
  const request = { closure, ...(flags.upstream !== undefined && { upstream: flags.upstream }) }
  // What is run for it is no part of the result.
  const quiet = { tell: async () => undefined }
  const resolved = await watching(
    context,
    watch => context.node.resolve(request, { ...watch, ...quiet }),
    () => undefined,
  )
  show(context, resolved, flags)
  summarise(context, name, resolved)
}

function show({ print, options }: Context, resolved: Resolved, flags: Flags): void {
  for (const line of linesOf(resolved, flags, options.json ?? false)) print(line)
}

/** The counts; then throws `incomplete` where something could not be read, so that the list has holes. */
function summarise({ options, note, say, print, terminal }: Context, name: string, resolved: Resolved): void {
  const { lacking, buildList, mains, unread, untidy, isTidied } = resolved
  const count = (of: 'parts' | 'lacks') =>
    Object.fromEntries(KINDS.map(kind => [kind, lacking.filter(version => version[of].includes(kind)).length]))
  const heldBytes = lacking.reduce(
    (sum, { parts, lacks, zipBytes = 0 }) => (parts.includes('zip') && !lacks.includes('zip') ? sum + zipBytes : sum),
    0,
  )
  const toolchain = neededToolchain(mains)
  const facts = { buildList: buildList.length, toolchain, parts: count('parts'), lacks: count('lacks'), heldBytes }
  const troubles = [...unread].map(([module, error]) => ({ module, error: describe(error, terminal.lang) }))
  if (options.json) print(JSON.stringify({ project: name, ...facts, untidy, troubles }))
  else {
    for (const { module, error } of troubles) note(`${module}\t${error}`)
    note(say('cli.resolve.total', { name, modules: facts.buildList, ...facts.parts }))
    if (toolchain !== undefined) note(say('cli.resolve.toolchain', { toolchain }))
    note(say('cli.resolve.new', { ...facts.lacks, held: size(heldBytes) }))
    const [first] = untidy
    const signs = { signs: untidy.length, first: first === undefined ? '' : nodeName(first.module) }
    if (isTidied) note(say('cli.resolve.tidied', signs))
    else if (first !== undefined) note(say('cli.resolve.untidy', signs))
  }
  if (unread.size > 0)
    throw new GoferryError('incomplete', { subject: name, reason: 'closure.unread', params: { unread: unread.size } })
}
