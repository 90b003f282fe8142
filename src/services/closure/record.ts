import { GoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Kind } from '../../core/tree/keys.ts'
import type { GoScratch } from '../../ports/go-scratch.ts'
import type { Project, ProjectModule, SeedProject } from './project.ts'
import { seedForGo } from './seed-version.ts'

/** What is asked of the go command: where, and who may end it. */
export interface RecordWorld {
  readonly go: GoScratch
  readonly signal: AbortSignal
  /** Told before each go command is run. */
  runs(command: string): void
}

/**
 * `project` as `go mod tidy` would leave it: go.mod and go.sum of each module name all that is needed. Nothing is
 * written in its folders. Throws `go-failed`, `missing` without go, `interrupted`.
 */
export async function tidied(world: RecordWorld, project: Project): Promise<Project> {
  const modules: ProjectModule[] = []
  for (const [i, module] of project.modules.entries()) modules.push(await tidiedModule(world, module, `tidy${i}`))
  return { ...project, modules }
}

async function tidiedModule({ go, signal, runs }: RecordWorld, module: ProjectModule, name: string) {
  const file = await go.write(`${name}.mod`, module.goMod.text)
  if (module.goSum !== undefined) await go.write(`${name}.sum`, module.goSum.text)
  runs(`go mod tidy (${module.folder})`)
  await go.run(['mod', 'tidy', `-modfile=${file}`], { folder: module.folder, signal })
  const goMod = { file: module.goMod.file, text: (await go.read(`${name}.mod`)) ?? module.goMod.text }
  const text = await go.read(`${name}.sum`)
  return { ...module, goMod, ...(text !== undefined && { goSum: { file: `${module.folder}/go.sum`, text } }) }
}

/**
 * A project that needs what `seeds` name, as somebody would make one: modules, of which every package is imported, and
 * commands. Throws as `tidied`.
 */
export async function projectOfSeeds(world: RecordWorld, seeds: readonly string[]): Promise<SeedProject> {
  const { go, signal, runs } = world
  await go.write('go.mod', `module goferry.invalid/seeds\n\ngo ${await languageOf(world)}\n`)
  for (const seed of seeds) {
    const asked = await seedForGo(world, seed)
    runs(`go get ${asked}`)
    await go.run(['get', asked], { signal })
  }
  const packages = await packagesOf(world, seeds)
  const imports = packages.filter(({ isCommand }) => !isCommand).map(({ path }) => `import _ ${JSON.stringify(path)}\n`)
  const source = `package seeds\n\n${imports.join('')}`
  await go.write('seeds.go', source)
  const tools = packages.filter(({ isCommand }) => isCommand).map(({ path }) => `-tool=${path}`)
  if (tools.length > 0) await go.run(['mod', 'edit', ...tools], { signal })
  runs('go mod tidy')
  await go.run(['mod', 'tidy'], { signal })
  const goMod = { file: 'go.mod', text: (await go.read('go.mod')) ?? '' }
  const text = (await go.read('go.sum')) ?? ''
  const module = { folder: go.folder, goMod, goSum: { file: 'go.sum', text } }
  return { name: seeds.join(' '), modules: [module], replacedBy: [], source }
}

interface Package {
  readonly path: string
  readonly isCommand: boolean
}

/** The packages that `seeds` stand for: the one of that path, or of a module all that others may use. */
async function packagesOf({ go, signal }: RecordWorld, seeds: readonly string[]): Promise<Package[]> {
  const found = new Map<string, Package>()
  for (const seed of seeds) {
    const path = seed.split('@', 1)[0] ?? seed
    const form = '{{.ImportPath}} {{.Name}} {{with .Module}}{{.Path}}{{end}}'
    const isModule = (await go.run(['list', '-m', '-f', '{{.Path}}', 'all'], { signal })).split('\n').includes(path)
    const listed = await go.run(['list', '-e', '-f', form, isModule ? `${path}/...` : path], { signal })
    for (const line of listed.split('\n')) {
      const [name = '', kind, module] = line.split(' ')
      if (module === undefined || (isModule && module !== path) || /(^|\/)internal(\/|$)/.test(name)) continue
      found.set(name, { path: name, isCommand: kind === 'main' })
    }
  }
  if (found.size === 0) throw new GoferryError('absent', { subject: seeds.join(' '), reason: 'closure.no-packages' })
  return [...found.values()]
}

/** The language of the go that runs: 1.26.0 of go1.26.8. */
async function languageOf({ go, signal }: RecordWorld): Promise<string> {
  const [, language = '1.21'] = /^go(\d+\.\d+)/.exec(await go.run(['env', 'GOVERSION'], { signal })) ?? []
  return `${language}.0`
}

/** What packages are built for; without system and architecture, for this machine. */
export interface Target {
  readonly os?: string
  readonly arch?: string
  readonly tags: readonly string[]
}

/**
 * Has the go command load the packages of `project` for each target, with tests or without, so that everything which a
 * build of it needs has been asked for; gives that. Throws as `tidied`.
 */
export async function loaded(
  world: RecordWorld,
  project: Project | SeedProject,
  { targets, tests }: Loading,
): Promise<CamePart[]> {
  const { go } = world
  const work = project.work && { GOWORK: project.work.goWork.file, GOFLAGS: '-modcacherw -buildvcs=false' }
  const patterns = 'source' in project ? ['./...', 'tool'] : ['./...']
  if ('source' in project) await writeSeeds(go, project)
  for (const { folder } of project.modules)
    for (const target of targets) {
      const settings = { GOFLAGS: readonly, ...work }
      const place = { folder: 'source' in project ? go.folder : folder, settings }
      await listPackages(world, target, place, [...(tests ? ['-test'] : []), ...tagged(target), ...patterns])
    }
  return partsThatCame(go)
}

/**
 * Has the go command load every package of `module` for each target, with its tests or without, in a project that
 * needs it and nothing else; gives all that it asked for. Throws as `tidied`.
 */
export async function loadedModule(
  world: RecordWorld,
  { path, version }: ModuleVersion,
  { targets, tests }: Loading,
): Promise<CamePart[]> {
  const { go } = world
  const goMod = `module goferry.invalid/seeds\n\ngo ${await languageOf(world)}\n\nrequire ${path} ${version}\n`
  const place = { folder: go.folder, settings: { GOFLAGS: '-modcacherw -mod=mod -buildvcs=false' } }
  for (const target of targets) {
    await go.write('go.mod', goMod)
    // `-e`: a package without a file for the target is passed over.
    await listPackages(world, target, place, ['-e', ...(tests ? ['-test'] : []), ...tagged(target), `${path}/...`])
  }
  return partsThatCame(go)
}

/** How packages are loaded. */
interface Loading {
  readonly targets: readonly Target[]
  readonly tests: boolean
}

/** A part that the go command asked for. */
interface CamePart {
  readonly module: ModuleVersion
  readonly kind: Kind
}

function tagged({ tags }: Target): string[] {
  return tags.length > 0 ? [`-tags=${tags}`] : []
}

async function listPackages(
  { go, signal, runs }: RecordWorld,
  { os, arch }: Target,
  { folder, settings }: { readonly folder: string; readonly settings: Readonly<Record<string, string>> },
  named: readonly string[],
): Promise<void> {
  const args = ['-deps', ...named]
  const platform = { ...(os !== undefined && { GOOS: os }), ...(arch !== undefined && { GOARCH: arch }) }
  runs([...Object.entries(platform).map(pair => pair.join('=')), 'go list', ...args].join(' '))
  // Their names are nothing here, and would hide why it fails.
  await go.run(['list', '-f', '{{""}}', ...args], { folder, environment: { ...settings, ...platform }, signal })
}

async function partsThatCame(go: GoScratch): Promise<CamePart[]> {
  const found = []
  for await (const part of go.came()) if ('module' in part) found.push(part)
  return found
}

async function writeSeeds(go: GoScratch, { modules: [module], source }: SeedProject): Promise<void> {
  await go.write('go.mod', module?.goMod.text ?? '')
  await go.write('go.sum', module?.goSum?.text ?? '')
  await go.write('seeds.go', source)
}

/** go.mod and go.sum of the project stay as they are. */
const readonly = '-modcacherw -mod=readonly -buildvcs=false'
