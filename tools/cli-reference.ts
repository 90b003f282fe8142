import { COMMANDS } from '../src/cli/commands.ts'
import { EXIT_CODES } from '../src/cli/exit-code.ts'
import { runProgram } from '../src/cli/program.ts'
import { nodeCommands } from '../src/main/node-commands.ts'

/** Where the commands are described. */
export const cliPage = 'docs/reference/cli.md'

/** The page of all commands: what each prints for \`--help\`, and what the exit codes mean. */
export async function cliReference(): Promise<string> {
  const sections = (await Promise.all(Object.keys(COMMANDS).map(sectionsOf))).flat()
  return `# Commands

<!-- Written by tools/gen-reference.ts from src/cli: change it there. -->

\`./goferry COMMAND --help\` says the same, with \`--lang zh\` in Chinese. Results go to standard output, everything for the
eyes of a person (progress, notices, errors) to standard error. With \`--json\` each result is one JSON object a line, and so
is an error: \`{"error":{"code":…,"subject":…,"message":…}}\`; [errors.md](errors.md) has the codes.

| exit code | error |
| --- | --- |
| 0 | none |
| 1 | any other |
${exitRows().join('\n')}

${sections.join('\n')}`
}

/** The section of a command, and those of the commands below it, which its help lists. */
async function sectionsOf(name: string): Promise<string[]> {
  const help = await helpOf(name)
  const [, list = ''] = /^Commands:\n((?: .*\n?)*)/m.exec(help) ?? []
  const below = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, word]) => word).filter(word => word !== 'help')
  const own = `## ${name}\n\n\`\`\`text\n${help}\n\`\`\`\n`
  return [own, ...(await Promise.all(below.map(word => sectionsOf(`${name} ${word}`)))).flat()]
}

async function helpOf(name: string): Promise<string> {
  const lines: string[] = []
  const terminal = {
    print: (text: string) => lines.push(text),
    note: () => undefined,
    lang: 'en',
    version: '',
    goWork: undefined,
    columns: undefined,
    status: () => undefined,
    interrupted: () => new AbortController().signal,
  } as const
  await runProgram([...name.split(' '), '--help'], terminal, nodeCommands)
  return lines.join('\n')
}

function exitRows(): string[] {
  const byExit = Map.groupBy(Object.entries(EXIT_CODES), ([, exit]) => exit)
  return [...byExit].map(([exit, errors]) => `| ${exit} | ${errors.map(([code]) => `\`${code}\``).join(', ')} |`)
}
