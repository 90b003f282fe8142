import type { AddRequest } from '../../cli/context.ts'
import { isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { KINDS } from '../../core/tree/keys.ts'
import type { Watch } from '../../ports/watch.ts'
import type { AddReport } from '../../services/add/add.ts'
import { isParsed } from '../../services/closure/closure.ts'
import { versionsOfParts } from '../../services/closure/parts.ts'
import type { Project, SeedProject } from '../../services/closure/project.ts'
import { loaded, loadedModule, projectOfSeeds, tidied } from '../../services/closure/record.ts'
import { type RunAtNode, withGo } from './with-go.ts'

/** What adding is done with. */
interface Adding {
  readonly run: RunAtNode
  /** A chain in the form of GOPROXY. */
  readonly upstream: string | undefined
  readonly watch: Watch
}

/**
 * Adds what `request` names to the node. What go.mod and go.sum do not say of a project is asked of the go command of
 * this machine. Throws what the node throws, `go-failed`, and `missing` where a go command is needed and there is none.
 */
export async function addRequested(adding: Adding, { closure, ...plain }: AddRequest): Promise<AddReport> {
  if (closure === undefined) return take(adding, plain)
  const asked = <T>(work: Parameters<typeof withGo<T>>[3]) => withGo(adding.run, adding.upstream, adding.watch, work)
  const { seeds, level } = closure
  const project = closure.project ?? (await asked(world => projectOfSeeds(world, seeds ?? [])))
  if (!isParsed(level)) {
    const parts = await asked(world => loaded(world, project, { ...closure, tests: level === 'test' }))
    return take(adding, { ...plain, wants: [...plain.wants, ...wantsOf(parts)] })
  }
  const report = await take(adding, { ...plain, project: { project: told(project), level, tidyOnly: true } })
  if (!report.untidy) return report
  const tidy = await asked(world => tidied(world, project)).catch(withoutGo)
  return take(adding, { ...plain, project: { project: told(tidy ?? project), level } })
}

/**
 * Adds a version and what its own packages are built of, with their tests or without. Throws as `addRequested`.
 */
export async function addModule(
  adding: Adding,
  module: ModuleVersion,
  how: Parameters<typeof loadedModule>[2],
): Promise<AddReport> {
  const parts = await withGo(adding.run, adding.upstream, adding.watch, world => loadedModule(world, module, how))
  const whole = { path: module.path, query: module.version, parts: KINDS }
  return take(adding, { wants: [whole, ...wantsOf(parts)] })
}

function wantsOf(came: Parameters<typeof versionsOfParts>[0]) {
  return versionsOfParts(came).map(({ path, version, parts }) => ({ path, query: version, parts }))
}

/** What the node is told of a project. */
function told(project: Project | SeedProject): Project {
  const { name, modules, work, replacedBy } = project
  return { name, modules, replacedBy, ...(work && { work }) }
}

/** Where there is no go command, what go.sum says must do, and the report says that it was not tidy. */
function withoutGo(error: unknown): undefined {
  if (!isGoferryError(error, 'missing')) throw error
}

async function take({ run, upstream, watch }: Adding, argument: object): Promise<AddReport> {
  return (await run('add', { ...argument, upstream }, watch)) as AddReport
}
