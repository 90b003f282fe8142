import { childrenOf, peakMemory } from '../../test/support/processes.ts'
import { type CommandResult, runCommand } from '../../test/support/run-command.ts'
import { familyOf } from './processes.ts'

/** How often the processes of a command are looked at. */
const everyMilliseconds = 50

/** Runs a command, and gives with what it came to the most resident memory that any process of it had. */
export async function withPeak(
  command: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult & { readonly peakBytes: number }> {
  const before = new Set(childrenOf(process.pid))
  let peakBytes = 0
  const look = () => {
    const started = childrenOf(process.pid).filter(pid => !before.has(pid))
    for (const pid of started.flatMap(seenFamily)) peakBytes = Math.max(peakBytes, seenPeak(pid))
  }
  const timer = setInterval(look, everyMilliseconds)
  try {
    const result = await runCommand(command, options)
    return { ...result, peakBytes }
  } finally {
    clearInterval(timer)
  }
}

function seenFamily(pid: number): number[] {
  try {
    return familyOf(pid)
  } catch {
    // It has just ended.
    return []
  }
}

function seenPeak(pid: number): number {
  try {
    // A process that has ended and was not waited for has no memory.
    return peakMemory(pid) || 0
  } catch {
    // It has just ended.
    return 0
  }
}
