import { isGoferryError } from '../../src/core/errors.ts'
import { blobKey } from '../../src/core/tree/keys.ts'
import type { WatchRule } from '../../src/core/watch/choose.ts'
import { memoryKey } from '../../src/core/watch/memory.ts'
import type { Item } from '../../src/ports/watch.ts'
import { Tally, type WatchReport } from '../../src/services/watch/tally.ts'
import { pullWatched } from '../../src/services/watch/watch.ts'
import type { MisbehavingUpstream } from './misbehaving-upstream.ts'
import { PullWorld } from './pull-world.ts'

/** The module that is watched where no other is named. */
export const watchedPath = 'watch.test/kit'

/** What one pull came to. */
export interface Pulled {
  /** Outcomes by what they are of; of several of one thing the list. */
  readonly told: Readonly<Record<string, string>>
  readonly items: readonly Item[]
  /** The paths that the upstream was asked for, and how many bodies it gave. */
  readonly asked: readonly string[]
  readonly bodies: number
  /** What the journal heard, `level event`. */
  readonly events: readonly string[]
  readonly report: WatchReport
}

/** A mirror that watches modules of an upstream over http: real pull, log and store, with a clock that a test moves. */
export class WatchedMirror {
  readonly world = new PullWorld()
  readonly #upstream: MisbehavingUpstream

  constructor(upstream: MisbehavingUpstream) {
    this.#upstream = upstream
  }

  /** Pulls as a new process does. */
  async pull(
    rule: Partial<WatchRule> = {},
    { paths = [watchedPath], dry = false, reserved = [] as string[] } = {},
  ): Promise<Pulled> {
    const { world } = this
    const pull = await world.open(this.#upstream, { reserved })
    const items: Item[] = []
    const watch = {
      signal: new AbortController().signal,
      progress: () => undefined,
      tell: async (item: Item) => void items.push(item),
    }
    const journal = world.journal()
    world.events.length = 0
    const tally = new Tally({ watch, journal })
    this.#upstream.asked.length = 0
    this.#upstream.bodies = 0
    const modules = paths.map(path => ({ path, rule: { ranges: [], latest: 1, minAgeMs: 0, ...rule } }))
    const node = {
      state: world.log.state,
      store: world.disk.store,
      journal,
      complete: async (path: string) => world.log.state.complete(path),
      held: (module: { path: string; version: string }, kind: 'mod' | 'info') =>
        world.disk.store.read(blobKey('public', module, kind), 1 << 20),
      upstream: (path: string) => pull.again(path),
      take: (module: { path: string; version: string }) =>
        pull.fetch(module, 'zip').then(
          () => true,
          error => {
            if (isGoferryError(error)) return false
            throw error
          },
        ),
      now: () => world.now,
      watch,
    }
    await pullWatched(node, modules, { dry, tally })
    const told: Record<string, string> = {}
    for (const { subject, outcome } of items) told[subject] = told[subject] ? `${told[subject]},${outcome}` : outcome
    const { asked, bodies } = this.#upstream
    return { told, items, asked: [...asked], bodies, events: [...world.events], report: tally.report }
  }

  /** What is remembered of a module, as text; with `bytes`, writes that instead. */
  async memory(bytes?: Uint8Array, path = watchedPath): Promise<string> {
    const { store } = this.world.disk
    if (bytes !== undefined) await store.replace(memoryKey(path), bytes)
    return Buffer.from((await store.read(memoryKey(path), 1 << 28)) ?? []).toString()
  }
}
