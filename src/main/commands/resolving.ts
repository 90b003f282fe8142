import type { ClosureAccess, ClosureRequest } from '../../cli/closure-access.ts'
import type { Folder } from '../../cli/folder.ts'
import { isGoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import { afterTidying, type Closure, closureOf, isParsed } from '../../services/closure/closure.ts'
import { lackingOf } from '../../services/closure/lacking.ts'
import { versionsOfParts } from '../../services/closure/parts.ts'
import { loaded, projectOfSeeds, type RecordWorld, tidied } from '../../services/closure/record.ts'
import { chooseChain } from '../upstream-choice.ts'
import { openIfThere, previewWorld } from './preview-world.ts'
import type { Scope } from './scope.ts'
import { inScratchNode } from './scratch-node.ts'

/** What works out what a project needs. Nothing of it changes the node, and none needs to be there. */
export function resolving(scope: Scope): Pick<ClosureAccess, 'resolve'> {
  return {
    resolve: async ({ closure: request, upstream }, watch) => {
      const chain = await chooseChain(scope.settings(), upstream)
      const folder = await openIfThere(scope)
      const closure = await resolveClosure(scope, { chain, folder, watch }, request)
      const lacking = await lackingOf(closure.versions, folder ?? { state: undefined, has: async () => false })
      return { ...closure, lacking }
    },
  }
}

interface Resolving {
  readonly chain: string | undefined
  /** The node as it is; undefined where there is none. */
  readonly folder: Folder | undefined
  readonly watch: Watch
}

async function resolveClosure(scope: Scope, given: Resolving, request: ClosureRequest): Promise<Closure> {
  const { chain, folder, watch } = given
  const { seeds, level } = request
  const asked = <T>(work: (world: RecordWorld) => Promise<T>) => inScratchNode(scope, chain, watch, work)
  const world = previewWorld(scope, chain, folder)
  const project = request.project ?? (await asked(go => projectOfSeeds(go, seeds ?? [])))
  if (!isParsed(level)) {
    const parts = await asked(go => loaded(go, project, { ...request, tests: level === 'test' }))
    return { ...(await closureOf(world, project, 'tidy')), versions: versionsOfParts(parts), untidy: [] }
  }
  const closure = await closureOf(world, project, level)
  // Where go.mods are missing, go could not read them either.
  if (closure.untidy.length === 0 || closure.unread.size > 0) return closure
  try {
    return afterTidying(closure, await closureOf(world, await asked(go => tidied(go, project)), level))
  } catch (error) {
    if (isGoferryError(error, 'missing')) return closure
    throw error
  }
}
