import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readProject } from '../../src/cli/project/read-project.ts'
import { hashGoMod } from '../../src/core/dirhash/dirhash.ts'
import { loadGraph } from '../../src/core/graph/load-graph.ts'
import type { ModuleVersion } from '../../src/core/module/module-version.ts'
import { compareVersions } from '../../src/core/module/semver.ts'
import { parseProject } from '../../src/services/closure/project.ts'
import { needsReader } from '../../src/services/closure/read-needs.ts'
import type { FolderUpstream } from './folder-upstream.ts'
import type { Random } from './random.ts'
import { makeModule, type TestModule } from './test-module.ts'

/** Go lines of modules: none, and versions on both sides of pruning (1.17) and of strict go lines (1.21). */
const goLines = [undefined, '1.11', '1.16', '1.17', '1.20', '1.21', '1.21.3', '1.22.0', '1.24.0']

/** Modules that require each other at random, and projects on top of them. */
export class ModuleUniverse {
  readonly modules: readonly TestModule[]
  readonly #random: Random
  readonly #versions: readonly ModuleVersion[]
  readonly #goMods: ReadonlyMap<string, Uint8Array>

  /** `size` paths, with up to four versions each; `upstream` gets them all. */
  constructor(random: Random, size: number, upstream: FolderUpstream) {
    this.#random = random
    const paths = Array.from(
      { length: size },
      (_, i) => `g.test/${random.chance(0.3) ? 'M' : 'm'}${i}${random.chance(0.2) ? '/v2' : ''}`,
    )
    this.#versions = paths.flatMap(path => {
      const major = path.endsWith('/v2') ? 'v2' : 'v1'
      return Array.from({ length: 1 + random.int(4) }, (_, i) => ({ path, version: `${major}.${i}.0` }))
    })
    this.modules = this.#versions.map(module =>
      makeModule({ ...module, goMod: this.#goMod(module.path, random.pick(goLines), this.#some(4)) }),
    )
    this.#goMods = new Map(this.modules.map(({ path, version, mod }) => [`${path}@${version}`, mod]))
    upstream.publish(this.modules)
  }

  /** A module in `folder` that go has nothing to change in: each version it requires is the one that is selected. */
  async module(folder: string): Promise<void> {
    const random = this.#random
    const lines = [...this.#exclude(), ...this.#replace(folder)]
    let require = this.#some(6)
    let go = random.pick(goLines.slice(1))
    for (;;) {
      this.#write(folder, 'go.mod', `${this.#goMod('g.test/main', go, require)}${lines.join('')}`)
      const raised = await this.#raised(folder, require, go ?? '')
      if (raised === undefined) return
      require = raised.require
      go = raised.go
    }
  }

  /** A workspace of a few modules in `folder`, which require each other too. */
  workspace(folder: string): void {
    const random = this.#random
    const names = ['one', 'two', 'three'].slice(0, 1 + random.int(3))
    for (const name of names) {
      const require = this.#some(4)
      const text = this.#goMod(`g.test/${name}`, random.pick(['1.16', '1.17', '1.21.0']), require)
      this.#write(join(folder, name), 'go.mod', `${text}${this.#exclude().join('')}`)
    }
    this.#write(
      folder,
      'go.work',
      `go 1.24.0\n${names.map(name => `use ./${name}\n`).join('')}${this.#replace(folder).join('')}`,
    )
  }

  /** The graph that goferry reads for the project in `folder`. */
  async graph(folder: string) {
    const project = await readProject(folder, undefined)
    const { mains, goSum } = parseProject(project)
    const world = {
      readGoMod: async ({ path, version }: ModuleVersion) => {
        const bytes = this.#goMods.get(`${path}@${version}`) ?? assert.fail(`${path}@${version} is not there`)
        return { bytes, h1: hashGoMod(bytes) }
      },
    }
    return { mains, ...(await loadGraph(mains, needsReader(world, project, goSum))) }
  }

  async #raised(folder: string, require: readonly ModuleVersion[], go: string) {
    const { graph } = await this.graph(folder)
    const selected = require.map(({ path, version }) => ({ path, version: graph.selected(path) ?? version }))
    const newGo = graph.selected('go') ?? go
    const isSame = newGo === go && selected.every(({ version }, i) => version === require[i]?.version)
    return isSame ? undefined : { require: selected, go: newGo }
  }

  #goMod(path: string, go: string | undefined, require: readonly ModuleVersion[]): string {
    const lines = require.map(module => `require ${module.path} ${module.version}\n`)
    return `module ${path}\n${go === undefined ? '' : `go ${go}\n`}${lines.join('')}`
  }

  /** Up to `most` versions of different modules, each the highest of its path that was picked. */
  #some(most: number): ModuleVersion[] {
    const found = new Map<string, string>()
    for (let i = this.#random.int(most + 1); i > 0; i--) {
      const { path, version } = this.#random.pick(this.#versions)
      if (compareVersions(found.get(path) ?? '', version) < 0) found.set(path, version)
    }
    return [...found].map(([path, version]) => ({ path, version }))
  }

  #exclude(): string[] {
    return this.#random.chance(0.3) ? this.#some(3).map(({ path, version }) => `exclude ${path} ${version}\n`) : []
  }

  #replace(folder: string): string[] {
    if (!this.#random.chance(0.4)) return []
    return this.#some(3).map(({ path, version }, i) => {
      const old = this.#random.chance(0.5) ? path : `${path} ${version}`
      if (this.#random.chance(0.5)) {
        const by = this.#random.pick(this.#versions)
        return `replace ${old} => ${by.path} ${by.version}\n`
      }
      this.#write(join(folder, `local${i}`), 'go.mod', this.#goMod(path, this.#random.pick(goLines), this.#some(3)))
      return `replace ${old} => ./local${i}\n`
    })
  }

  #write(folder: string, name: string, text: string): void {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
