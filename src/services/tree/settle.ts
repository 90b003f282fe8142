import type { LogState } from '../../core/log/state.ts'
import { newestEntryOf } from './newest-entry.ts'
import type { SettledMark } from './settled-mark.ts'
import type { Tree } from './tree.ts'

/**
 * Brings the tree in step with the log after a crash: lists again what was logged
 * since the mark, and withholds what was recalled. Reads and writes only what is new.
 * Called when the writer opens, before it serves. Throws what store and tree throw.
 */
export async function settleTree(tree: Tree, mark: SettledMark, state: LogState): Promise<void> {
  if (mark.size === state.size) return
  for (const path of state.paths()) {
    const recent = state.versions(path).filter(version => newestEntryOf(state, { path, version }) >= mark.size)
    for (const version of recent) {
      if (state.version(path, version)?.recalled !== undefined) await tree.withhold({ path, version })
    }
    if (recent.length > 0) await tree.relist(path)
  }
  await mark.raiseTo(state.size)
}
