import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { ClosureVersion } from './parts.ts'

/** A version of a closure, beside what is held of it. */
export interface LackingVersion extends ClosureVersion {
  /** Its parts that are not held. */
  readonly lacks: readonly Kind[]
  /** Bytes of its zip, where the log knows it. */
  readonly zipBytes: number | undefined
}

/** What a node holds. */
export interface Holding {
  /** Undefined where there is no node. */
  readonly state: LogState | undefined
  has(module: ModuleVersion, kind: Kind): Promise<boolean>
}

/** Each of `versions`, beside what `holding` lacks of it. */
export function lackingOf(versions: readonly ClosureVersion[], holding: Holding): Promise<LackingVersion[]> {
  return Promise.all(versions.map(version => lackingVersion(version, holding)))
}

async function lackingVersion(version: ClosureVersion, { state, has }: Holding): Promise<LackingVersion> {
  const known = state?.version(version.path, version.version)
  const held = await Promise.all(version.parts.map(kind => known !== undefined && has(version, kind)))
  return { ...version, lacks: version.parts.filter((_, i) => !held[i]), zipBytes: known?.zip?.size }
}
