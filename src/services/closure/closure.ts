import { loadGraph } from '../../core/graph/load-graph.ts'
import { type Actual, MainModules } from '../../core/graph/main-modules.ts'
import { ModuleGraph } from '../../core/graph/module-graph.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { GoSumLine } from '../../core/sumdb/go-sum-file.ts'
import type { ParsedLevel } from './levels.ts'
import { ClosureParts, type ClosureVersion } from './parts.ts'
import { type Project, parseProject } from './project.ts'
import { needsReader } from './read-needs.ts'
import { type Untidy, untidyOf } from './tidiness.ts'
import type { ClosureWorld } from './world.ts'

/** All that the go command asks for of a project. */
export interface Closure {
  readonly graph: ModuleGraph
  readonly mains: MainModules
  /** What the project is built with, and what is taken for each. */
  readonly buildList: readonly { readonly module: ModuleVersion; readonly actual: Actual }[]
  /** What is to be held, by path and version. */
  readonly versions: readonly ClosureVersion[]
  /** What was read for the module graph, of modules that are no folders. */
  readonly goMods: readonly ModuleVersion[]
  /** The modules whose go.mod could not be read, by their names in the graph, and why: the closure has holes there. */
  readonly unread: ReadonlyMap<string, unknown>
  /** Why go.mod and go.sum do not say all that is asked for; empty where they do. */
  readonly untidy: readonly Untidy[]
  /** Whether the go command was asked for the tidy ones, so that nothing is lacking for it. */
  readonly isTidied?: boolean
}

/**
 * Works out what the go command will ask for when it is run on `project`, from its go.mod, go.sum and go.work alone:
 * go.sum names the zips, the module graph the go.mods, the build list the infos. Throws `bad-gomod` and `bad-record`
 * for files of the project; what the world throws is kept in `unread`.
 */
export async function closureOf(world: ClosureWorld, project: Project, level: ParsedLevel): Promise<Closure> {
  const { mains, goSum } = parseProject(project)
  const loaded = await loadGraph(mains, needsReader(world, project, goSum))
  const { graph, unread } = loaded
  const buildList = graph.buildList().map(module => ({ module, actual: mains.actual(module) }))
  const parts = new ClosureParts()
  takeGoSum(parts, goSum)
  const goMods = [...loaded.read.values()].filter(({ base }) => base === undefined)
  for (const actual of goMods) parts.take(actual, 'mod')
  for (const { actual } of buildList) {
    if (actual.base !== undefined) continue
    parts.take(actual, 'mod')
    parts.take(actual, 'info')
    // Without pruning, and in a workspace, `go mod download` takes every zip of the build list.
    if (level === 'full' || mains.pruning !== 'pruned') parts.take(actual, 'zip')
  }
  const untidy = untidyOf(mains, loaded, goSum)
  return { graph, mains, buildList, goMods, versions: parts.versions(), unread, untidy }
}

function takeGoSum(parts: ClosureParts, goSum: readonly GoSumLine[]): void {
  for (const line of goSum) {
    parts.take(line, 'mod')
    if (line.part === 'zip') {
      parts.take(line, 'info')
      parts.take(line, 'zip')
    }
    parts.note(line)
  }
}

/** Versions alone, of which no go.mod says what they are for. */
export function closureOfVersions(versions: readonly ClosureVersion[]): Closure {
  const mains = new MainModules([])
  const graph = new ModuleGraph(mains.versions)
  return { graph, mains, buildList: [], versions, goMods: [], unread: new Map(), untidy: [] }
}

/**
 * The closure of a project that was not tidy: `tidy` is that of the tidy one, which go makes after it has read the
 * go.mods of the one that `found` is of.
 */
export function afterTidying(found: Closure, tidy: Closure): Closure {
  const parts = new ClosureParts()
  for (const version of tidy.versions) for (const kind of version.parts) parts.take(version, kind)
  for (const module of found.goMods) parts.take(module, 'mod')
  const sums = new Map(tidy.versions.map(({ path, version, sums: own }) => [`${path}@${version}`, own]))
  const versions = parts.versions().map(one => ({ ...one, sums: sums.get(`${one.path}@${one.version}`) ?? {} }))
  return { ...tidy, versions, untidy: found.untidy, isTidied: true }
}
