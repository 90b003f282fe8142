import type { CommandShape, Value } from './shape.ts'

/** The completion of bash (3.2 and later): tables of the commands, and one function that reads them. */
export function bashCompletion(commands: readonly CommandShape[]): string {
  return `# Completion of goferry for bash. In ~/.bashrc: source <(goferry completion bash)

# What may follow the command $1: the commands below it.
_goferry_commands() {
  case "$1" in
${commands.flatMap(({ path, commands }) => row([path], commands.join(' '))).join('\n')}
  esac
}

# The options of the command $1.
_goferry_options() {
  case "$1" in
${commands.flatMap(({ path, options }) => row([path], options.flatMap(one => one.flags).join(' '))).join('\n')}
  esac
}

# What follows the option $2 of the command $1; nothing where it takes no value.
_goferry_option_value() {
  case "$1 $2" in
${grouped(
  commands.flatMap(({ path, options }) =>
    options.flatMap(({ flags, value }) => (value ? flags.map(flag => [`${path} ${flag}`, value] as const) : [])),
  ),
)}
  esac
}

# What the argument $2 of the command $1 is, counted from 0.
_goferry_argument_value() {
  case "$1 $2" in
${commands.flatMap(argumentRows).join('\n')}
  esac
}

${main}`
}

function argumentRows({ path, args }: CommandShape): string[] {
  return args.flatMap(({ value, variadic }, i) => {
    const at = variadic ? `${quoted(`${path} `)}*` : quoted(`${path} ${i}`)
    return [`    ${at}) echo ${quoted(word(value))} ;;`]
  })
}

/** One row for all that have the same value. */
function grouped(rows: readonly (readonly [at: string, value: Value])[]): string {
  const byValue = Map.groupBy(rows, ([, value]) => word(value))
  return [...byValue]
    .flatMap(([value, same]) =>
      row(
        same.map(([at]) => at),
        value,
      ),
    )
    .join('\n')
}

function row(at: readonly string[], value: string): string[] {
  return value === '' ? [] : [`    ${at.map(quoted).join('|')}) echo ${quoted(value)} ;;`]
}

function word(value: Value): string {
  return value.kind === 'choices' ? `words:${value.choices.join(' ')}` : value.kind
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

// Bash cuts --lang=en at the "=", unless COMP_WORDBREAKS says otherwise: both forms come here.
const main = `_goferry() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path='' option='' value='' prefix='' count=0 rest='' word reply i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $option ]]; then
      [[ $word == '=' ]] || option=''
    elif [[ -z $rest && $word == '--' ]]; then
      rest=yes
    elif [[ -z $rest && $word == -* ]]; then
      [[ -z $(_goferry_option_value "$path" "$word") ]] || option=$word
    elif [[ -z $rest && $count == 0 && " $(_goferry_commands "$path") " == *" $word "* ]]; then
      path="\${path:+$path }$word"
    else
      ((count += 1))
    fi
  done
  if [[ -n $option ]]; then
    [[ $cur != '=' ]] || cur=''
  elif [[ -z $rest && $cur == --*=* ]]; then
    option=\${cur%%=*} prefix=\${cur%%=*}= cur=\${cur#*=}
  fi
  if [[ -n $option ]]; then
    value=$(_goferry_option_value "$path" "$option")
  elif [[ -z $rest && $cur == -* ]]; then
    value="words:$(_goferry_options "$path")"
  elif [[ $count == 0 && -n $(_goferry_commands "$path") ]]; then
    value="words:$(_goferry_commands "$path")"
  else
    value=$(_goferry_argument_value "$path" "$count")
  fi
  case $value in
    words:*) set -- -W "\${value#words:}" ;;
    folder) set -- -d ;;
    file) set -- -f ;;
    *) return ;;
  esac
  # Bash 3.2 has no compopt.
  [[ $value == words:* ]] || compopt -o filenames 2> /dev/null
  while IFS= read -r reply; do
    COMPREPLY+=("$reply")
  done < <(compgen -P "$prefix" "$@" -- "$cur")
}

complete -F _goferry goferry
`
