import type { ModuleVersion } from '../module/module-version.ts'
import type { Actual, MainModules, Pruning } from './main-modules.ts'
import { ModuleGraph, nodeName } from './module-graph.ts'
import { type Needs, needsOf } from './needs.ts'
import { compareInGraph, isPseudoModule, isStrict } from './pseudo-modules.ts'

/** Gives what `actual` needs, which is taken for `module`. */
export type ReadNeeds = (actual: Actual, module: ModuleVersion) => Promise<Needs>

/** A module graph, and whose go.mod could not be read for it. */
export interface LoadedGraph {
  readonly graph: ModuleGraph
  /** What was read for each module of the graph whose go.mod was asked for, by its name. */
  readonly read: ReadonlyMap<string, Actual>
  /** Why a go.mod could not be read, by the name of the module in the graph. */
  readonly unread: ReadonlyMap<string, unknown>
}

/**
 * Reads the module graph as the go command does, each go.mod once: below a module with a go line of 1.17 or later
 * nothing further is read, unless an older module or a workspace leads there (Go: modload's readModGraph). `read` gives
 * what a go.mod needs, and bounds how many are read at once; where it throws, that is noted and the rest goes on.
 */
export async function loadGraph(mains: MainModules, read: ReadNeeds): Promise<LoadedGraph> {
  const load = new GraphLoad(mains, read)
  await load.run()
  return load
}

class GraphLoad implements LoadedGraph {
  readonly graph: ModuleGraph
  readonly read = new Map<string, Actual>()
  readonly unread = new Map<string, unknown>()
  readonly #mains: MainModules
  readonly #readNeeds: ReadNeeds
  readonly #needs = new Map<string, Promise<Needs | undefined>>()
  readonly #seen = new Set<string>()

  constructor(mains: MainModules, read: ReadNeeds) {
    this.#mains = mains
    this.#readNeeds = read
    this.graph = new ModuleGraph(mains.pruning === 'workspace' ? mains.roots : mains.versions)
  }

  async run(): Promise<void> {
    const { roots, pruning, versions } = this.#mains
    const [only] = versions
    if (pruning !== 'workspace' && only !== undefined) this.graph.require(only, roots)
    await this.#enqueueAll(roots, pruning)
    if (pruning === 'workspace') await this.#readSelected(roots)
  }

  async #enqueueAll(modules: readonly ModuleVersion[], pruning: Pruning): Promise<void> {
    // Most have been seen: they cost no promise.
    const unseen = modules.filter(module => this.#isNew(module, pruning))
    await Promise.all(unseen.map(module => this.#enqueue(module, pruning)))
  }

  #isNew(module: ModuleVersion, pruning: Pruning): boolean {
    const key = `${nodeName(module)} ${pruning}`
    if (module.version === 'none' || this.#seen.has(key)) return false
    this.#seen.add(key)
    return true
  }

  async #enqueue(module: ModuleVersion, pruning: Pruning): Promise<void> {
    const needs = await this.#load(module)
    if (needs === undefined || (pruning === 'pruned' && needs.isPruned)) return
    await this.#enqueueAll(needs.require, pruning === 'unpruned' || !needs.isPruned ? 'unpruned' : 'pruned')
  }

  /** What `module` requires, read once; undefined where that is not to be had. */
  #load(module: ModuleVersion): Promise<Needs | undefined> {
    const name = nodeName(module)
    const known = this.#needs.get(name)
    if (known !== undefined) return known
    const loading = this.#loadOnce(module, name)
    this.#needs.set(name, loading)
    return loading
  }

  async #loadOnce(module: ModuleVersion, name: string): Promise<Needs | undefined> {
    try {
      const found = await this.#needsOf(module, name)
      const needs = { ...found, require: this.#mains.kept(found.require) }
      this.graph.require(module, needs.require)
      return needs
    } catch (error) {
      this.unread.set(name, error)
      return undefined
    }
  }

  async #needsOf(module: ModuleVersion, name: string): Promise<Needs> {
    if (isPseudoModule(module.path)) return needsOfPseudoModule(module)
    const main = module.version === '' ? this.#mains.goMod(module.path) : undefined
    if (main !== undefined) return needsOf(main)
    const actual = this.#mains.actual(module)
    this.read.set(name, actual)
    return this.#readNeeds(actual, module)
  }

  /**
   * A workspace selects versions that none of its modules names: what these require is read too, until nothing new is
   * selected.
   */
  async #readSelected(roots: readonly ModuleVersion[]): Promise<void> {
    const paths = new Set(roots.map(({ path }) => path))
    const seen = new Set<string>()
    for (;;) {
      const more = [...paths].flatMap(path => this.#unseen(path, seen))
      if (more.length === 0) return
      for (const module of more) {
        seen.add(nodeName(module))
        paths.add(module.path)
      }
      await this.#enqueueAll(more, 'workspace')
    }
  }

  /** The selected version of `path`, or, where that was seen, of those of its requirements that were raised. */
  #unseen(path: string, seen: ReadonlySet<string>): ModuleVersion[] {
    const { graph } = this
    const module = { path, version: graph.selected(path) ?? 'none' }
    if (!seen.has(nodeName(module))) return [module]
    return (graph.requiredBy(module) ?? [])
      .map(required => ({ required, version: graph.selected(required.path) ?? 'none' }))
      .filter(({ required, version }) => compareInGraph(required.path, version, required.version) > 0)
      .map(({ required, version }) => ({ path: required.path, version }))
      .filter(selected => !seen.has(nodeName(selected)))
  }
}

/** `go@1.21.3` requires `toolchain@go1.21.3`, and nothing below 1.21 requires anything (Go: rawGoModSummary). */
function needsOfPseudoModule({ path, version }: ModuleVersion): Needs {
  const require = path === 'go' && isStrict(version) ? [{ path: 'toolchain', version: `go${version}` }] : []
  return { path, go: undefined, isPruned: false, require }
}
