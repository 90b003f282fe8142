import type { KeepRules } from '../../core/policy/keep.ts'
import { parseAge, parseBytes } from '../../core/quantity.ts'
import type { RoomRules } from '../../services/room/room.ts'
import type { Settings } from './schema.ts'

/** How much the settings let the node take. */
export function roomRulesOf({ reserve, quota }: Pick<Settings, 'reserve' | 'quota'>): RoomRules {
  return { reserve: parseBytes(reserve) ?? 0, quota: quota === undefined ? undefined : parseBytes(quota) }
}

/** What the settings keep of the zips. */
export function keepRulesOf({ pinned, keepNewest, keepFor, mirror }: Settings): KeepRules {
  const forMs = keepFor === undefined ? undefined : parseAge(keepFor)
  return { pinned, newest: keepNewest, toolchains: mirror?.toolchains, forMs }
}
