import type { LoadedGraph } from '../../core/graph/load-graph.ts'
import type { Actual, MainModules } from '../../core/graph/main-modules.ts'
import { nodeName } from '../../core/graph/module-graph.ts'
import { compareInGraph, isPseudoModule } from '../../core/graph/pseudo-modules.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { GoSumLine } from '../../core/sumdb/go-sum-file.ts'

/** A sign that `go mod tidy` would change go.mod or go.sum, so that they do not name all that will be asked for. */
export interface Untidy {
  readonly module: ModuleVersion
  /**
   * A lower version than is selected stands in go.mod; go.sum lacks the hash of a go.mod that is read, or of a zip, or
   * has one of a zip that nothing is built with.
   */
  readonly sign: 'raised' | 'no-mod-sum' | 'no-zip-sum' | 'stale-zip-sum'
}

/**
 * The signs by which go.mod and go.sum of the main modules are not tidy, as far as the graph shows them: that a test of
 * a dependency imports what nothing names is seen by the go command alone.
 */
export function untidyOf(mains: MainModules, { graph, read }: LoadedGraph, goSum: readonly GoSumLine[]): Untidy[] {
  const sums = new Set(goSum.map(({ path, version, part }) => `${path}@${version} ${part}`))
  const lacks = ({ path, version, base }: Actual, part: GoSumLine['part']) =>
    base === undefined && version !== '' && !sums.has(`${path}@${version} ${part}`)
  // Of a workspace every zip of the build list is taken, whatever go.sum says.
  if (mains.pruning === 'workspace') return []
  const found: Untidy[] = []
  for (const actual of read.values()) if (lacks(actual, 'mod')) found.push({ module: actual, sign: 'no-mod-sum' })
  for (const module of mains.roots) {
    if (isPseudoModule(module.path)) continue
    const selected = graph.selected(module.path) ?? module.version
    const actual = mains.actual({ path: module.path, version: selected })
    if (compareInGraph(module.path, selected, module.version) > 0) found.push({ module, sign: 'raised' })
    if (mains.pruning === 'pruned' && lacks(actual, 'zip')) found.push({ module: actual, sign: 'no-zip-sum' })
  }
  return [...found, ...staleZips(mains, graph, goSum)]
}

/** A go.mod of 1.17 keeps the zips that 1.16 would have selected: go mod tidy sees to both. */
function staleZips(mains: MainModules, graph: LoadedGraph['graph'], goSum: readonly GoSumLine[]): Untidy[] {
  if (mains.versions.some(({ path }) => /^1\.17(\.|$)/.test(mains.goMod(path)?.go ?? ''))) return []
  const actuals = new Set(graph.buildList().map(module => nodeName(mains.actual(module))))
  const stale = goSum.filter(line => line.part === 'zip' && !actuals.has(nodeName(line)))
  return stale.map(({ path, version }) => ({ module: { path, version }, sign: 'stale-zip-sum' }))
}
