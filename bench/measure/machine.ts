import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../../test/support/run-command.ts'

/** On what was measured. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly kernel: string
  /** The load average of a minute when the run began: what others did beside it. */
  readonly load: number
  readonly versions: Readonly<Record<'goferry' | 'node' | 'go' | 'nginx' | 'wrk', string>>
}

const root = join(import.meta.dirname, '..', '..')

/** This machine, now. */
export async function thisMachine(): Promise<Machine> {
  const processors = cpus()
  const [load = 0] = loadavg()
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    kernel: release(),
    load,
    versions: {
      goferry: await says(/^(\S+)/, 'git', '-C', root, 'describe', '--always', '--dirty'),
      node: process.version,
      go: await says(/go version (\S+)/, 'go', 'version'),
      nginx: await says(/nginx\/(\S+)/, 'nginx', '-v'),
      wrk: await says(/wrk (?:debian\/)?(\S+)/, 'wrk', '-v'),
    },
  }
}

async function says(pattern: RegExp, ...command: string[]): Promise<string> {
  const { stdout, stderr } = await runCommand(command).catch(() => ({ stdout: '', stderr: '' }))
  return pattern.exec(stdout + stderr)?.[1] ?? 'unknown'
}
