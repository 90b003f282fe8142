import { compareVersions } from '../module/semver.ts'
import { compareGoVersions, parseGoVersion } from '../toolchain/go-version.ts'

/**
 * Go counts the language and the toolchain as modules of the graph: `go@1.21` and `toolchain@go1.21.0`. They are never
 * fetched as such (Go: gover.IsToolchain).
 */
export const isPseudoModule = (path: string): boolean => path === 'go' || path === 'toolchain'

/** From here on a module requires `go` at the version of its go line (gover.GoStrictVersion). */
const strict = '1.21'
/** From here on a go.mod names all that its packages need; the graph below is pruned (ExplicitIndirectVersion). */
const pruning = '1.17'
/** What a main module without a go line is taken for (gover.DefaultGoModVersion). */
export const defaultGo = '1.16'

/** Whether a go line is strict. */
export const isStrict = (go: string): boolean => isFrom(go, strict)
/** Whether the graph below a module is pruned, by its go line. */
export const isPruned = (go: string | undefined): boolean => go !== undefined && isFrom(go, pruning)

/** Whether a go line is not before `bound`, `1.17` or `1.21`: most are of the one form that needs no parser. */
function isFrom(go: string, bound: string): boolean {
  const [, minor] = /^1\.(\d\d)(\.\d+)?$/.exec(go) ?? []
  return minor === undefined ? compareGo(go, bound) >= 0 : Number(minor) >= Number(bound.slice(2))
}

/**
 * Below 0, 0 or above 0 as version `a` of the module `path` comes before, with or after `b`. `''`, the version of a
 * main module, comes after all, `none` before (Go: modload's cmpVersion).
 */
export function compareInGraph(path: string, a: string, b: string): number {
  if (a === b) return 0
  if (a === '' || b === '') return a === '' ? 1 : -1
  if (a === 'none' || b === 'none') return a === 'none' ? -1 : 1
  return isPseudoModule(path) ? compareGo(a, b) : compareVersions(a, b)
}

/** What names no release (`default`, `local`) comes before what does. */
function compareGo(a: string, b: string): number {
  const [x, y] = [parseGoVersion(a), parseGoVersion(b)]
  if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined)
  return compareGoVersions(x, y)
}
