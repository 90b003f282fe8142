/** One command of a transcript, and what came of it. */
export interface Run {
  /** The command line without `$ goferry `, arguments parted by spaces; `'…'` holds one with spaces. */
  readonly command: string
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  readonly exit: number
}

/**
 * A transcript as people read it: `$ goferry COMMAND`, then the lines of standard output as they are, those of standard error
 * after `! `, `(exit N)` where it is not 0, and a blank line. Lines before the first command are a comment.
 */
export function formatTranscript(comment: string, runs: readonly Run[]): string {
  const texts = runs.map(({ command, stdout, stderr, exit }) =>
    [
      `$ goferry ${command}`.trimEnd(),
      ...stdout,
      ...stderr.map(line => `! ${line}`.trimEnd()),
      ...(exit === 0 ? [] : [`(exit ${exit})`]),
      '',
    ].join('\n'),
  )
  return `${[comment, ...texts].join('\n').trimEnd()}\n`
}

/** The comment and the commands of a transcript. */
export function readTranscript(text: string): { comment: string; commands: string[] } {
  const lines = text.split('\n')
  const commands = lines.filter(line => line.startsWith('$ goferry')).map(line => line.slice('$ goferry '.length))
  return { comment: text.slice(0, text.indexOf('$ goferry')), commands }
}

/** The arguments of a command line, as a shell takes plain words and `'…'`. */
export function argumentsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}
