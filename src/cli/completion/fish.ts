import type { ArgumentShape, CommandShape, OptionShape, Value } from './shape.ts'

/** The completion of fish (3.1 and later): a row for each option and argument, and where it stands. */
export function fishCompletion(commands: readonly CommandShape[]): string {
  const described = new Map(commands.map(({ path, description }) => [path, description]))
  const withValue = new Set(
    commands.flatMap(({ options }) => options.filter(one => one.value).flatMap(one => one.flags)),
  )
  const paths = commands.map(({ path }) => path).filter(path => path !== '')
  return `# Completion of goferry for fish. In ~/.config/fish/config.fish: goferry completion fish | source

# Prints the command at hand, and how many arguments stand behind it.
function __goferry_state
    set -l path ''
    set -l count 0
    set -l skip no
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test $skip = yes
            set skip no
        else if contains -- $word ${[...withValue].map(quoted).join(' ')}
            set skip yes
        else if string match -q -- '-*' $word
            continue
        else if test $count = 0; and contains -- (string trim -- "$path $word") ${paths.map(quoted).join(' ')}
            set path (string trim -- "$path $word")
        else
            set count (math $count + 1)
        end
    end
    echo $path
    echo $count
end

# Whether the command at hand is $argv[1], and the argument at hand $argv[2]: a number from 0 on, or *.
function __goferry_at
    set -l state (__goferry_state)
    test "$state[1]" = "$argv[1]"; or return 1
    test (count $argv) = 1; or string match -q -- "$argv[2]" "$state[2]"
end

complete -c goferry -f
${commands.flatMap(command => rowsOf(command, described)).join('\n')}
`
}

function rowsOf({ path, options, args, commands }: CommandShape, described: ReadonlyMap<string, string>): string[] {
  const at = (place = '') =>
    `complete -c goferry -n ${quoted(`__goferry_at ${[quoted(path), place].join(' ').trim()}`)}`
  return [
    ...commands.map(name => {
      const about = described.get(`${path} ${name}`.trim()) ?? ''
      return `${at('0')} -a ${quoted(name)} -d ${quoted(about)}`
    }),
    ...options.map(option => `${at()} ${flagsOf(option)} -d ${quoted(option.description)}`),
    ...args.flatMap((argument, i) => argumentRow(argument, at(argument.variadic ? "'*'" : String(i)))),
  ]
}

function flagsOf({ flags, value }: OptionShape): string {
  const forms = flags.map(flag => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ')
  return value === undefined ? forms : `${forms} ${taking(value)}`
}

function taking(value: Value): string {
  if (value.kind === 'choices') return `-x -a ${quoted(value.choices.join(' '))}`
  return { folder: `-x -a ${quoted('(__fish_complete_directories)')}`, file: '-r -F', other: '-x' }[value.kind]
}

function argumentRow({ value }: ArgumentShape, at: string): string[] {
  if (value.kind === 'choices') return [`${at} -a ${quoted(value.choices.join(' '))}`]
  if (value.kind === 'folder') return [`${at} -a ${quoted('(__fish_complete_directories)')}`]
  return value.kind === 'file' ? [`${at} -F`] : []
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
