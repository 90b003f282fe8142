import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { CommandResult } from './run-command.ts'

const GOFERRY = join(import.meta.dirname, '..', '..', 'goferry')

/** A finding as the command shows it. */
export interface ShownFinding {
  readonly half: 'client' | 'node'
  readonly code: string
  readonly level: 'ok' | 'warning' | 'error'
  readonly subject: string
  readonly message: string
  readonly advice?: string
  readonly mended: readonly string[]
}

/** What `goferry doctor --json` came to. */
export interface Doctored {
  readonly code: number
  /** Every finding by its code. */
  readonly findings: Readonly<Record<string, ShownFinding>>
  /** The level of each finding that is not ok, by its code. */
  readonly troubles: Readonly<Record<string, string>>
  readonly output: string
}

/** Runs `goferry doctor client --json ARGS…` by `run`; arguments that begin with a half replace `client`. */
export async function doctor(
  args: readonly string[],
  run: (...command: readonly string[]) => Promise<CommandResult>,
): Promise<Doctored> {
  const half = args[0] === 'node' || args[0] === 'client' ? [] : ['client']
  const { code, stdout, stderr } = await run(GOFERRY, 'doctor', '--json', ...half, ...args)
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
  const shown: ShownFinding[] = lines.filter(line => 'level' in line)
  assert.ok(shown.length > 0, stderr)
  const troubles = shown.filter(({ level }) => level !== 'ok').map(({ code, level }) => [code, level])
  return {
    code,
    findings: Object.fromEntries(shown.map(one => [one.code, one])),
    troubles: Object.fromEntries(troubles),
    output: `${stdout}${stderr}`,
  }
}
