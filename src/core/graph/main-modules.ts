import type { GoMod } from '../modfile/gomod.ts'
import type { GoWork } from '../modfile/gowork.ts'
import type { ModuleVersion } from '../module/module-version.ts'
import { defaultGo, isPruned, isPseudoModule } from './pseudo-modules.ts'
import { Replacements } from './replacements.ts'

/** A module whose go.mod lies in the project. */
export interface MainModule {
  /** The folder of its go.mod, for `Actual.base`. */
  readonly folder: string
  readonly goMod: GoMod
}

/** What is taken for a module of the graph: itself, another, or what lies in a folder. */
export interface Actual extends ModuleVersion {
  /** For a folder: the folder of the file whose line names it. Its `path` is the folder as the line has it. */
  readonly base?: string
}

/** How far the graph is read below the roots: a workspace reads more (Go: modload's modPruning). */
export type Pruning = 'pruned' | 'unpruned' | 'workspace'

/** What the go command is started in: one module, or the modules of a go.work. */
export class MainModules {
  readonly #modules: ReadonlyMap<string, MainModule>
  readonly #work: { readonly folder: string; readonly goWork: GoWork } | undefined
  readonly #replacements: readonly { readonly base: string; readonly lines: Replacements }[]
  readonly #excluded: ReadonlySet<string>

  constructor(modules: readonly MainModule[], work?: { readonly folder: string; readonly goWork: GoWork }) {
    this.#modules = new Map(modules.map(module => [module.goMod.module?.path ?? '', module]))
    this.#work = work
    const files = [...(work ? [{ folder: work.folder, goMod: work.goWork }] : []), ...modules]
    this.#replacements = files.map(({ folder, goMod }) => ({ base: folder, lines: new Replacements(goMod.replace) }))
    this.#excluded = new Set(modules.flatMap(({ goMod }) => goMod.exclude.map(key)))
  }

  /** The main modules, whose version is `''`. */
  get versions(): ModuleVersion[] {
    return [...this.#modules.keys()].map(path => ({ path, version: '' }))
  }

  /** The go.mod of the main module `path`. */
  goMod(path: string): GoMod | undefined {
    return this.#modules.get(path)?.goMod
  }

  /** How far the graph is read below the roots. */
  get pruning(): Pruning {
    if (this.#work !== undefined) return 'workspace'
    return [...this.#modules.values()].every(({ goMod }) => isPruned(goMod.go)) ? 'pruned' : 'unpruned'
  }

  /** Where the graph begins: what the one go.mod needs, or the modules of the workspace. */
  get roots(): ModuleVersion[] {
    const language = this.#rootLanguage
    if (this.#work !== undefined) return [...this.versions, ...language]
    const [only] = this.#modules.values()
    return [...this.kept(only?.goMod.require ?? []), ...language]
  }

  /** `go` and `toolchain` as the project's own files name them. */
  get #rootLanguage(): ModuleVersion[] {
    const file = this.#work?.goWork ?? [...this.#modules.values()][0]?.goMod
    const go = { path: 'go', version: file?.go ?? (this.#work ? '1.18' : defaultGo) }
    return file?.toolchain === undefined ? [go] : [go, { path: 'toolchain', version: file.toolchain }]
  }

  /** The go and toolchain lines of all its files. */
  get language(): ModuleVersion[] {
    const files = [this.#work?.goWork, ...[...this.#modules.values()].map(({ goMod }) => goMod)]
    return files.flatMap(file => [
      ...(file?.go === undefined ? [] : [{ path: 'go', version: file.go }]),
      ...(file?.toolchain === undefined ? [] : [{ path: 'toolchain', version: file.toolchain }]),
    ])
  }

  /** `modules` without those that the main modules exclude. */
  kept(modules: readonly ModuleVersion[]): ModuleVersion[] {
    const kept = this.#excluded.size === 0 ? modules : modules.filter(module => !this.#excluded.has(key(module)))
    return kept.map(({ path, version }) => ({ path, version }))
  }

  /** What is taken for `module`. The go.work goes before the go.mods. */
  actual(module: ModuleVersion): Actual {
    if (isPseudoModule(module.path) || (module.version === '' && this.#modules.has(module.path))) return module
    for (const { base, lines } of this.#replacements) {
      const replacement = lines.of(module)
      if (replacement !== undefined) return replacement.version === '' ? { ...replacement, base } : replacement
    }
    return module
  }
}

const key = ({ path, version }: ModuleVersion) => `${path}@${version}`
