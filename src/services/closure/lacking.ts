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
export async function lackingOf(versions: readonly ClosureVersion[], holding: Holding): Promise<LackingVersion[]> {
  const found: LackingVersion[] = []
  for (const version of versions) {
    const known = holding.state?.version(version.path, version.version)
    const lacks: Kind[] = []
    for (const kind of version.parts) if (known === undefined || !(await holding.has(version, kind))) lacks.push(kind)
    found.push({ ...version, lacks, zipBytes: known?.zip?.size })
  }
  return found
}
