import type { ArgumentShape, CommandShape, OptionShape, Value } from './shape.ts'

/** The completion of zsh: a function for each command, by its own `_arguments`. */
export function zshCompletion(commands: readonly CommandShape[]): string {
  const described = new Map(commands.map(({ path, description }) => [path, description]))
  const functions = commands.map(command => functionOf(command, described))
  return `#compdef goferry
# Completion of goferry for zsh. In ~/.zshrc, behind compinit: source <(goferry completion zsh)

${functions.join('\n\n')}

# As a file of $fpath this runs at the first completion; sourced, it only says what there is.
if [[ $funcstack[1] == _goferry ]]; then
  _goferry "$@"
else
  compdef _goferry goferry
fi
`
}

function functionOf(command: CommandShape, described: ReadonlyMap<string, string>): string {
  const specs = [...command.options.map(optionSpec), ...command.args.map(argumentSpec)]
  if (command.commands.length === 0)
    return `${nameOf(command.path)}() {
  _arguments -S ${specs.join(continued)}
}`
  const names = command.commands.map(name => {
    const about = described.get(`${command.path} ${name}`.trim()) ?? ''
    return quoted(`${name}:${about}`)
  })
  const cases = command.commands.map(name => `        ${name}) ${nameOf(`${command.path} ${name}`)} && ret=0 ;;`)
  return `${nameOf(command.path)}() {
  local curcontext=$curcontext state line ret=1
  local -a commands
  typeset -A opt_args
  # Options behind the name of a command are that command's.
  _arguments -S -C -A '-*' ${[...specs, quoted('1: :->command'), quoted('*:: :->rest')].join(continued)} && ret=0
  case $state in
    command)
      commands=(
        ${names.join('\n        ')}
      )
      _describe -t commands command commands && ret=0
      ;;
    rest)
      case $line[1] in
${cases.join('\n')}
      esac
      ;;
  esac
  return ret
}`
}

const continued = ' \\\n    '

function nameOf(path: string): string {
  return `_goferry ${path.trim()}`.trim().replace(/\W/g, '_')
}

function optionSpec({ flags, description, value, valueName }: OptionShape): string {
  const about = `[${description.replace(/[[\]\\]/g, '\\$&')}]`
  const behind = value === undefined ? '' : `:${escaped(valueName)}:${action(value)}`
  const sign = value === undefined ? '' : '='
  // An option may come twice: the later one counts, or both do.
  const forms = flags.map(flag => quoted(`*${flag}${flag.startsWith('--') ? sign : ''}${about}${behind}`))
  return forms.join(continued)
}

function argumentSpec({ name, value, variadic }: ArgumentShape, at: number): string {
  return quoted(`${variadic ? '*' : at + 1}:${escaped(name)}:${action(value)}`)
}

function action(value: Value): string {
  if (value.kind === 'choices') return `(${value.choices.join(' ')})`
  return { folder: '_path_files -/', file: '_files', other: ' ' }[value.kind]
}

function escaped(text: string): string {
  return text.replace(/[:\\]/g, '\\$&')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
