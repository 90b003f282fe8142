import { spawn } from 'node:child_process'

/** What a command came to. */
export interface CommandResult {
  /** The exit code; -1 where a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `command` to its end, without input. */
export function runCommand(
  [program = '', ...args]: readonly string[],
  { cwd, env }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', text => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', text => (stderr += text))
    child.on('error', reject)
    child.on('close', code => resolve({ code: code ?? -1, stdout, stderr }))
  })
}
