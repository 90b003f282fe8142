import type { Argument, Command, Option } from 'commander'

/** What stands for a value on a command line. */
export type Value =
  | { readonly kind: 'folder' | 'file' | 'other' }
  | { readonly kind: 'choices'; readonly choices: readonly string[] }

/** An option of a command. */
export interface OptionShape {
  /** `-h` and `--help`, or only the long form. */
  readonly flags: readonly string[]
  readonly description: string
  /** What follows it; undefined where nothing does. */
  readonly value: Value | undefined
  /** What the help calls the value. */
  readonly valueName: string
}

/** An argument of a command, in its place. */
export interface ArgumentShape {
  readonly name: string
  readonly value: Value
  /** Whether it may come any number of times; only the last one may. */
  readonly variadic: boolean
}

/** A command as a shell sees it. */
export interface CommandShape {
  /** Its words behind `goferry`: `keys show`; empty for the program itself. */
  readonly path: string
  readonly description: string
  readonly options: readonly OptionShape[]
  readonly args: readonly ArgumentShape[]
  /** The names of the commands below it. */
  readonly commands: readonly string[]
}

/** The values that settings have where they are few, by the name of the setting. */
export type Allowed = Readonly<Record<string, readonly string[]>>

/** Every command of `program`, itself first. `allowed`: values of options that are settings. */
export function shapesOf(program: Command, allowed: Allowed): CommandShape[] {
  return shapesBelow(program, { path: '', siblings: [], allowed })
}

/** Where a command stands: its words, and the names of the commands beside it. */
interface Place {
  readonly path: string
  readonly siblings: readonly string[]
  readonly allowed: Allowed
}

function shapesBelow(command: Command, { path, siblings, allowed }: Place): CommandShape[] {
  const help = command.createHelp()
  const below = help.visibleCommands(command)
  const commands = below.map(one => one.name())
  const shape: CommandShape = {
    path,
    description: command.description(),
    options: help.visibleOptions(command).map(option => optionShape(option, allowed)),
    args: command.registeredArguments.map(argument => argumentShape(argument, siblings)),
    commands,
  }
  const place = (name: string): Place => ({ path: `${path} ${name}`.trim(), siblings: commands, allowed })
  return [shape, ...below.flatMap(one => shapesBelow(one, place(one.name())))]
}

function optionShape(option: Option, allowed: Allowed): OptionShape {
  const { short, long, description, flags } = option
  const [, valueName = ''] = /[<[]([^>\]]+)/.exec(flags) ?? []
  const choices = option.argChoices ?? (valueName === '' ? undefined : allowed[option.attributeName()])
  return {
    flags: [short, long].filter(flag => flag !== undefined && flag !== null),
    description,
    value: valueName === '' ? undefined : valueNamed(valueName, choices),
    valueName,
  }
}

function argumentShape(argument: Argument, siblings: readonly string[]): ArgumentShape {
  const name = argument.name()
  // `goferry help COMMAND` takes the name of another.
  const choices = argument.argChoices ?? (name === 'command' ? siblings : undefined)
  return { name, value: valueNamed(name, choices), variadic: argument.variadic }
}

function valueNamed(name: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: 'choices', choices }
  return { kind: name === 'dir' ? 'folder' : name === 'file' ? 'file' : 'other' }
}
