import type { ModuleVersion } from '../module/module-version.ts'
import { compareInGraph, isPseudoModule } from './pseudo-modules.ts'

/**
 * Which module at which version requires which, and what minimal version selection makes of it: of each path the
 * highest version that anything requires (Go: cmd/go/internal/mvs, Graph).
 */
export class ModuleGraph {
  readonly #mains: readonly ModuleVersion[]
  readonly #required = new Map<string, readonly ModuleVersion[]>()
  /** By path, in the order in which they were first required. */
  readonly #selected = new Map<string, string>()

  /** A graph of `mains` alone: where it begins, the main modules at their version `''`. */
  constructor(mains: readonly ModuleVersion[]) {
    this.#mains = mains
    for (const main of mains) this.#selected.set(main.path, main.version)
  }

  /** Notes what `module` requires, once. */
  require(module: ModuleVersion, required: readonly ModuleVersion[]): void {
    this.#required.set(nodeName(module), required)
    for (const { path, version } of required) {
      const selected = this.#selected.get(path)
      if (selected === undefined || compareInGraph(path, selected, version) < 0) this.#selected.set(path, version)
    }
  }

  /** What `module` requires; undefined where its go.mod was not read: it is pruned. */
  requiredBy(module: ModuleVersion): readonly ModuleVersion[] | undefined {
    return this.#required.get(nodeName(module))
  }

  /** What `module` requires, each at the version that is built with, without `go` and `toolchain`. */
  selectedBelow(module: ModuleVersion): ModuleVersion[] {
    return (this.requiredBy(module) ?? [])
      .filter(({ path }) => !isPseudoModule(path))
      .map(({ path }) => ({ path, version: this.selected(path) ?? '' }))
  }

  /** The version of `path` that is built with; undefined where nothing requires it. */
  selected(path: string): string | undefined {
    return this.#selected.get(path)
  }

  /** What is built with, by path, without the main modules and without `go` and `toolchain`. */
  buildList(): ModuleVersion[] {
    return [...this.#selected]
      .filter(([path, version]) => version !== '' && version !== 'none' && !isPseudoModule(path))
      .map(([path, version]) => ({ path, version }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  /** Every edge, from the main modules on, breadth first: the order of `go mod graph`. */
  *edges(): Generator<readonly [ModuleVersion, ModuleVersion]> {
    for (const { module } of this.#walk())
      for (const required of this.requiredBy(module) ?? []) yield [module, required]
  }

  /**
   * The shortest way from a main module to what `isWanted` says, both ends included; undefined where there is none.
   */
  pathTo(isWanted: (module: ModuleVersion) => boolean): ModuleVersion[] | undefined {
    for (let step of this.#walk()) {
      if (!isWanted(step.module)) continue
      const path = [step.module]
      while (step.from !== undefined) {
        step = step.from
        path.unshift(step.module)
      }
      return path
    }
    return undefined
  }

  *#walk(): Generator<Step> {
    const queue: Step[] = this.#mains.map(module => ({ module, from: undefined }))
    const seen = new Set(this.#mains.map(nodeName))
    for (const step of queue) {
      yield step
      for (const module of this.requiredBy(step.module) ?? []) {
        if (module.version === 'none' || seen.has(nodeName(module))) continue
        seen.add(nodeName(module))
        queue.push({ module, from: step })
      }
    }
  }
}

interface Step {
  readonly module: ModuleVersion
  readonly from: Step | undefined
}

/** `path@version`, and the path alone for a main module, as `go mod graph` prints it. */
export function nodeName({ path, version }: ModuleVersion): string {
  return version === '' ? path : `${path}@${version}`
}
