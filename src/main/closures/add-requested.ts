import type { AddRequest } from '../../cli/context.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { KINDS } from '../../core/tree/keys.ts'
import type { AddReport } from '../../services/add/add.ts'
import { isParsed } from '../../services/closure/levels.ts'
import { versionsOfParts } from '../../services/closure/parts.ts'
import type { Project, SeedProject } from '../../services/closure/project.ts'
import { loaded, loadedModule, tidied } from '../../services/closure/record.ts'
import { type AskGo, askGoOf, askLater, isWithoutGo, projectOf } from './ask-go.ts'
import { type GoParts, type TakenForGo, withGo } from './with-go.ts'

/** What adding is done with. */
export interface Adding extends GoParts {
  readonly policy: Policy
}

/**
 * Adds what `request` names to the node. What go.mod and go.sum do not say of a project is asked of the go command of
 * this machine; what came in for that counts as added. Throws what the node throws, `denied`, `go-failed`, and
 * `missing` where a go command is needed and there is none.
 */
export async function addRequested(adding: Adding, { closure, ...plain }: AddRequest): Promise<AddReport> {
  const came: TakenForGo = { taken: new Set(), bytes: 0 }
  if (closure?.versions) return take(adding, came, { ...plain, wants: [...plain.wants, ...closure.versions] })
  if (closure === undefined) return take(adding, came, plain)
  const ask = asking(adding, came)
  const { level } = closure
  const project = await projectOf(closure, adding.policy, ask)
  if (!isParsed(level)) {
    const tests = level === 'test'
    const parts = await askGoOf(ask, project, world => loaded(world, project, { ...closure, tests }))
    return take(adding, came, { ...plain, wants: [...plain.wants, ...wantsOf(parts)] })
  }
  const first = await take(adding, came, { ...plain, project: { project: told(project), level, tidyOnly: true } })
  const { taken = [], ...report } = first
  if (!report.untidy) return report
  for (const module of taken) came.taken.add(module)
  came.bytes = report.bytes
  const tidy = await askGoOf(ask, project, world => tidied(world, project)).catch(withoutGo)
  return take(adding, came, { ...plain, project: { project: told(tidy ?? project), level } })
}

/**
 * Adds a version and what its own packages are built of, with their tests or without. Throws as `addRequested`.
 */
export async function addModule(
  adding: Adding,
  module: ModuleVersion,
  how: Parameters<typeof loadedModule>[2],
): Promise<AddReport> {
  const came: TakenForGo = { taken: new Set(), bytes: 0 }
  const parts = await askLater(asking(adding, came), world => loadedModule(world, module, how))
  const whole = { path: module.path, query: module.version, parts: KINDS }
  return take(adding, came, { wants: [whole, ...wantsOf(parts)] })
}

function wantsOf(came: Parameters<typeof versionsOfParts>[0]) {
  return versionsOfParts(came).map(({ path, version, parts }) => ({ path, query: version, parts }))
}

/** Asks go; what comes in for it is put into `came`. */
function asking(adding: Adding, came: TakenForGo): AskGo {
  return async (needed, work) => {
    const now: TakenForGo = { taken: came.taken, bytes: 0 }
    try {
      return await withGo(adding, needed, work, now)
    } finally {
      came.bytes += now.bytes
    }
  }
}

/** What the node is told of a project. */
function told(project: Project | SeedProject): Project {
  const { name, modules, work, replacedBy } = project
  return { name, modules, replacedBy, ...(work && { work }) }
}

/** Where there is no go command, what go.sum says must do, and the report says that it was not tidy. */
function withoutGo(error: unknown): undefined {
  if (!isWithoutGo(error)) throw error
}

/** What `came` before counts as added, its bytes as fetched. */
async function take({ run, upstream, watch }: Adding, came: TakenForGo, argument: object): Promise<AddReport> {
  const taken = came.taken.size === 0 ? {} : { taken: [...came.taken] }
  const report = (await run('add', { ...argument, ...taken, upstream }, watch)) as AddReport
  return { ...report, bytes: report.bytes + came.bytes }
}
