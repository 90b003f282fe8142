import type { ClosureRequest } from '../../cli/closure-access.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { neededToolchain } from '../../core/graph/needed-toolchain.ts'
import { type Policy, whyNotAsked } from '../../core/policy/policy.ts'
import { type Project, parseProject, type SeedProject } from '../../services/closure/project.ts'
import { projectOfSeeds, type RecordWorld } from '../../services/closure/record.ts'

/** Does `work` with a go command that is `needed`, `1.27.0`, or later where one is named. Throws what `work` throws. */
export type AskGo = <T>(needed: string | undefined, work: (world: RecordWorld) => Promise<T>) => Promise<T>

/** Asks the go command of `project`: of its go or toolchain line, or later. */
export function askGoOf<T>(ask: AskGo, project: Project, work: (world: RecordWorld) => Promise<T>): Promise<T> {
  return ask(neededToolchain(parseProject(project).mains), work)
}

/**
 * The project that `request` is of: its own, or one that is made up of its seeds, with a later go where one of these
 * says that it needs it. Throws `denied` for a seed that policy keeps from the upstream, before anything is asked;
 * `go-failed`, `missing` without go, `absent` for seeds without packages.
 */
export async function projectOf(
  { project, seeds = [] }: ClosureRequest,
  policy: Policy,
  ask: AskGo,
): Promise<Project | SeedProject> {
  if (project !== undefined) return project
  for (const seed of seeds) {
    const reason = whyNotAsked(policy, seed.split('@', 1)[0] ?? seed)
    if (reason !== undefined) throw new GoferryError('denied', { subject: seed, reason })
  }
  return askLater(ask, world => projectOfSeeds(world, seeds))
}

/** Asks the go command of this machine, and a later one where it says that something needs that. */
export async function askLater<T>(ask: AskGo, work: (world: RecordWorld) => Promise<T>): Promise<T> {
  try {
    return await ask(undefined, work)
  } catch (error) {
    const [, needed] = /requires go >= (\d[\w.]*)/.exec(saidBy(error)) ?? []
    if (needed === undefined) throw error
    return ask(needed, work)
  }
}

/**
 * Whether go was not asked since this machine has none: then what a project says of itself must do. A go that is too
 * old is another thing: what it leaves out would be missed.
 */
export function isWithoutGo(error: unknown): boolean {
  return isGoferryError(error, 'missing') && error.reason !== 'closure.no-toolchain'
}

function saidBy(error: unknown): string {
  return isGoferryError(error, 'go-failed') ? String(error.params['said'] ?? '') : ''
}
