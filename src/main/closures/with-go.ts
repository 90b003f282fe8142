import type { Watch } from '../../ports/watch.ts'
import type { RecordWorld } from '../../services/closure/record.ts'
import { openGoScratch } from '../compose.ts'

/** Does something at the node, by the name of the operation: here, or in the process that runs it. */
export type RunAtNode = (name: string, argument: unknown, watch: Watch) => Promise<unknown>

/**
 * Runs `work` with a go command that asks the node for whatever it needs: that is taken in from `upstream`, verified as
 * always. Throws what `work` and the node throw.
 */
export async function withGo<T>(
  run: RunAtNode,
  upstream: string | undefined,
  watch: Watch,
  work: (world: RecordWorld) => Promise<T>,
): Promise<T> {
  const done = new AbortController()
  const url = Promise.withResolvers<string>()
  const listening: Watch = {
    signal: AbortSignal.any([watch.signal, done.signal]),
    progress: () => undefined,
    tell: async ({ subject }) => url.resolve(subject),
  }
  const lending = run('lend', { upstream }, listening)
  // What ends it before it has told its URL is thrown; afterwards it ends by being interrupted.
  lending.catch(url.reject)
  const go = await openGoScratch(await url.promise)
  try {
    const runs = (command: string) => void watch.tell({ subject: command, outcome: 'runs' })
    return await work({ go, signal: watch.signal, runs })
  } finally {
    done.abort()
    await lending.catch(() => undefined)
    await go.remove()
  }
}
