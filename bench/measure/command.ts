import assert from 'node:assert/strict'
import type { CommandResult } from '../../test/support/run-command.ts'
import { endedChildrenSeconds } from './processes.ts'

/** What a command took that ran alone. */
export interface CommandCost {
  readonly wallSeconds: number
  /** With all that it started. */
  readonly cpuSeconds: number
}

/** Waits for a command, which must succeed and have no other beside it, and gives what it took. */
export async function timed(run: () => Promise<CommandResult>): Promise<CommandCost & { readonly stdout: string }> {
  const [before, begun] = [endedChildrenSeconds(), performance.now()]
  const { code, stdout, stderr } = await run()
  const wallSeconds = (performance.now() - begun) / 1000
  assert.equal(code, 0, `${stdout}${stderr}`)
  return { wallSeconds, cpuSeconds: endedChildrenSeconds() - before, stdout }
}
