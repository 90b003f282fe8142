import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'

/**
 * The number of the newest entry that can change whether a version is
 * listed; a recalled one may have been recalled at any time.
 */
export function newestEntryOf(state: LogState, { path, version }: ModuleVersion): number {
  const known = state.version(path, version)
  if (known?.recalled !== undefined) return state.size
  return Math.max(known?.record.id ?? 0, known?.info?.id ?? 0, known?.zip?.id ?? 0)
}
