import type { LogState } from '../../core/log/state.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { ClosureVersion } from './parts.ts'

/** A version of a closure, beside what is held of it. */
export interface LackingVersion extends ClosureVersion {
  /** Its parts that are not held. */
  readonly lacks: readonly Kind[]
  /** Bytes of its zip, where the log knows it or the upstream says it. */
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

/**
 * Each of `versions`, beside what somebody lacks of it who has the first `size` entries of the log of `state`: what was
 * logged since, a zip that was logged anew too.
 */
export function lackingSince<T extends ClosureVersion>(versions: readonly T[], state: LogState, size: number) {
  return versions.map(version => {
    const known = state.version(version.path, version.version)
    const entries = { zip: known?.zip, mod: known?.record, info: known?.info }
    const isThere = (kind: Kind) => (entries[kind]?.id ?? size) < size
    return { ...version, lacks: version.parts.filter(kind => !isThere(kind)) }
  })
}
