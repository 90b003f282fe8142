import type { GoMod } from '../modfile/gomod.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { isPruned, isStrict } from './pseudo-modules.ts'

/** What the module graph takes of a go.mod. */
export interface Needs {
  /** The path of the module line; `''` where there is none. */
  readonly path: string
  /** The version of the go line. */
  readonly go: string | undefined
  /** Whether the go.mod names all that its packages need, so that nobody has to look further. */
  readonly isPruned: boolean
  /** With `go` among them where the go line is strict. */
  readonly require: readonly ModuleVersion[]
}

/** What a go.mod needs (Go: modload's summaryFromModFile). */
export function needsOf({ module, go, require }: GoMod): Needs {
  const modules = require.map(({ path, version }) => ({ path, version }))
  return {
    path: module?.path ?? '',
    go,
    isPruned: isPruned(go),
    require: go !== undefined && isStrict(go) ? [...modules, { path: 'go', version: go }] : modules,
  }
}
