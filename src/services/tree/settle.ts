import { utf8 } from '../../core/bytes.ts'
import type { LogState } from '../../core/log/state.ts'
import type { Store } from '../../ports/store.ts'
import type { Tree } from './tree.ts'

/** The derived key of the log size up to which lists and withheld files are known to be in step with the log. */
const SETTLED_KEY = 'log/settled'

/**
 * Brings the tree in step with the log after a crash: lists again what was logged since the last `markSettled`, and withholds what was
 * recalled. Reads and writes only what is new. Called when the writer opens, before it serves. Throws what store and tree throw.
 */
export async function settleTree(store: Store, tree: Tree, state: LogState): Promise<void> {
  const mark = await settledSize(store)
  if (mark === state.size) return
  const from = mark > state.size ? 0 : mark
  for (const path of state.paths()) {
    const recent = state.versions(path).filter(version => lastEntryOf(state, path, version) >= from)
    for (const version of recent) {
      if (state.version(path, version)?.recalled !== undefined) await tree.withhold({ path, version })
    }
    if (recent.length > 0) await tree.relist(path)
  }
  await markSettled(store, state)
}

/** Notes that everything up to the state's size is in step. Called when the writer closes, after its last publication. */
export async function markSettled(store: Store, state: LogState): Promise<void> {
  await store.replace(SETTLED_KEY, utf8(String(state.size)))
}

/** 0 where nothing was noted yet, or nothing that can be read. */
async function settledSize(store: Store): Promise<number> {
  const noted = Buffer.from((await store.read(SETTLED_KEY, 64)) ?? []).toString()
  return /^\d{1,15}$/.test(noted) ? Number(noted) : 0
}

/** The newest entry of a version that can change what is listed; a recalled one may have been recalled at any time. */
function lastEntryOf(state: LogState, path: string, version: string): number {
  const known = state.version(path, version)
  if (known?.recalled !== undefined) return state.size
  return Math.max(known?.record.id ?? 0, known?.info?.id ?? 0, known?.zip?.id ?? 0)
}
