import { ThreadArchiveMaker } from '../../src/adapters/threads/thread-archive-maker.ts'
import type { LogState } from '../../src/core/log/state.ts'
import type { Store } from '../../src/ports/store.ts'
import type { ToolchainWorld } from '../../src/services/toolchain/world.ts'

/** What making archives needs, around a store and a state that is the whole log; nothing is told to a journal. */
export function toolchainWorld(store: Store, state: LogState): ToolchainWorld {
  const quiet = () => undefined
  return {
    store,
    log: {
      state,
      append: async entries => {
        for (const entry of entries) state.apply(state.size, entry)
      },
    },
    room: { check: async () => undefined, watched: body => body, took: quiet },
    maker: new ThreadArchiveMaker(),
    clock: { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) },
    journal: { info: quiet, warn: quiet, error: quiet },
    reached: quiet,
  }
}
