import { Command, CommanderError, Help, Option } from 'commander'
import { toWire } from '../core/error-wire.ts'
import { describe, GoferryError } from '../core/errors.ts'
import { catalogue } from '../core/messages/catalogue.ts'
import { fill, type Lang } from '../core/messages/text.ts'
import { COMMANDS, commandsFor } from './commands.ts'
import type { CommonOptions, Context, NodeAccess } from './context.ts'
import { EXAMPLES } from './examples.ts'
import { exitCodeOf } from './exit-code.ts'
import { helpDescription } from './help-description.ts'
import { helpTitle } from './help-title.ts'
import type { Terminal } from './terminal.ts'
import { usageError } from './usage-error.ts'

/** Runs one command line (without the program's own name) and gives its exit code. Never throws. */
export async function runProgram(
  args: readonly string[],
  terminal: Terminal,
  access: (options: CommonOptions, terminal: Terminal) => NodeAccess,
): Promise<number> {
  let options: CommonOptions = { lang: langOf(args, terminal.lang) }
  const context = (): Context => {
    const spoken = { ...terminal, lang: options.lang ?? terminal.lang }
    return {
      options,
      print: terminal.print,
      note: terminal.note,
      say: (key, params) => fill(catalogue[key], spoken.lang, params),
      terminal: spoken,
      node: access(options, spoken),
    }
  }
  const program = await makeProgram(args, context, terminal)
  program.hook('preAction', (_, action) => {
    options = { ...options, ...action.optsWithGlobals() }
    refuseEmpty(action)
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    return fail(error, options.lang ?? terminal.lang, args.includes('--json'), terminal)
  }
}

/** Throws `usage` for an option whose value is empty, as a variable that was never set leaves it. */
function refuseEmpty(action: Command): void {
  const values = action.optsWithGlobals()
  for (const option of action.options)
    if ([values[option.attributeName()]].flat().includes(''))
      throw new GoferryError('usage', { subject: option.flags, reason: 'cli.missing-value' })
}

/** Commander's own way to name a command. */
const plainHelp = new Help()

/** The program with the commands that `args` need. */
async function makeProgram(args: readonly string[], context: () => Context, terminal: Terminal): Promise<Command> {
  const { say } = context()
  const program = new Command('goferry')
    .description(say('cli.about'))
    .version(terminal.version, '-V, --version', say('cli.help.version'))
    .helpOption('-h, --help', say('cli.help.option'))
    .helpCommand('help [command]', say('cli.help.command'))
    .configureHelp({
      helpWidth: 100,
      styleTitle: title => helpTitle(title, say),
      // Every command has options: a list of commands need not say so.
      subcommandTerm: command => plainHelp.subcommandTerm(command).replace(' [options]', ''),
      styleUsage: usage =>
        usage.replace('[options]', say('cli.help.some-options')).replace('[command]', say('cli.help.some-command')),
      optionDescription: option => helpDescription(option, say),
      argumentDescription: argument => helpDescription(argument, say),
    })
    .exitOverride()
    .configureOutput({
      writeErr: text => terminal.note(text.trimEnd()),
      writeOut: text => terminal.print(text.trimEnd()),
      // An error is told once, by `fail`.
      outputError: () => undefined,
    })
  const names = commandsFor(args)
  const adds = await Promise.all(names.map(name => COMMANDS[name]()))
  for (const [i, name] of names.entries()) adds[i]?.(program.command(name), context)
  for (const [path, command] of everyCommand(program)) {
    addCommonOptions(command, context)
    const examples = EXAMPLES[path]
    if (examples !== undefined) command.addHelpText('after', `\n${titled(say('cli.help.examples'), examples)}`)
  }
  return program
}

/** Every command with its words behind `goferry`. */
function everyCommand(command: Command, path = ''): [path: string, command: Command][] {
  const below = command.commands.flatMap(one => everyCommand(one, `${path} ${one.name()}`.trim()))
  return [[path, command], ...below]
}

function titled(title: string, lines: readonly string[]): string {
  return [title, ...lines.map(line => `  ${line}`)].join('\n')
}

function addCommonOptions(command: Command, context: () => Context): void {
  command
    .option('--data <dir>', context().say('cli.option.data'))
    .option('--config <file>', context().say('cli.option.config'))
    .option('--json', context().say('cli.option.json'))
    .addOption(new Option('--lang <lang>', context().say('cli.option.lang')).choices(['en', 'zh']))
}

/** The language is needed for the texts of help and of errors, before the options are parsed. */
function langOf(args: readonly string[], fallback: Lang): Lang {
  const at = args.findIndex(arg => arg === '--lang' || arg.startsWith('--lang='))
  const value = args[at]?.includes('=') ? args[at].slice('--lang='.length) : args[at + 1]
  return at >= 0 && (value === 'en' || value === 'zh') ? value : fallback
}

/**
 * Tells what went wrong and gives the exit code. Help and version
 * come this way too, and are no failure unless nothing was asked.
 */
function fail(thrown: unknown, lang: Lang, json: boolean, terminal: Terminal): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0
  const error = thrown instanceof CommanderError ? usageError(thrown) : thrown
  if (error === undefined) return exitCodeOf(new GoferryError('usage', { subject: '' }))
  if (json) terminal.note(JSON.stringify({ error: { ...toWire(error), message: describe(error, lang) } }))
  else terminal.note(`goferry: ${describe(error, lang)}`)
  if (!(error instanceof GoferryError) && error instanceof Error) terminal.note(error.stack ?? '')
  return exitCodeOf(error)
}
