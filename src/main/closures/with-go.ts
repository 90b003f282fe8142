import type { Watch } from '../../ports/watch.ts'
import type { RecordWorld } from '../../services/closure/record.ts'
import { openGoScratch } from '../compose.ts'
import { type GoHolder, heldGo } from './held-go.ts'

/** Does something at the node, by the name of the operation: here, or in the process that runs it. */
export type RunAtNode = (name: string, argument: unknown, watch: Watch) => Promise<unknown>

/** What a go command is run with. */
export interface GoParts {
  readonly run: RunAtNode
  /** A chain in the form of GOPROXY. */
  readonly upstream: string | undefined
  readonly watch: Watch
  /** Where a later go than that of PATH is taken from. */
  readonly holder: GoHolder
}

/** What came into the node for a go command. */
export interface TakenForGo {
  /** `path@version` of each version of which something did. */
  readonly taken: Set<string>
  /** Bytes that came from the upstream. */
  bytes: number
}

/**
 * Runs `work` with a go command, `needed` or later where that is named, that asks the node for whatever it needs: that
 * is taken in from the upstream, verified as always, and noted in `came`. Throws what `work`, the node and `heldGo`
 * throw.
 */
export async function withGo<T>(
  { run, upstream, watch, holder }: GoParts,
  needed: string | undefined,
  work: (world: RecordWorld) => Promise<T>,
  came: TakenForGo = { taken: new Set(), bytes: 0 },
): Promise<T> {
  const held = needed === undefined ? undefined : await heldGo(holder, needed, watch.signal)
  const done = new AbortController()
  const url = Promise.withResolvers<string>()
  const listening: Watch = {
    signal: AbortSignal.any([watch.signal, done.signal]),
    progress: () => undefined,
    tell: async ({ subject, outcome, bytes }) => {
      if (outcome === 'lent') return url.resolve(subject)
      came.taken.add(subject)
      came.bytes = Math.max(came.bytes, Number(bytes))
    },
  }
  const lending = run('lend', { upstream }, listening)
  // What ends it before it has told its URL is thrown; afterwards it ends by being interrupted.
  lending.catch(url.reject)
  try {
    const go = await openGoScratch(await url.promise, held?.bin)
    const runs = (command: string) => void watch.tell({ subject: command, outcome: 'runs' })
    try {
      return await work({ go, signal: watch.signal, runs })
    } finally {
      await go.remove()
    }
  } finally {
    done.abort()
    await lending.catch(() => undefined)
    await held?.remove()
  }
}
