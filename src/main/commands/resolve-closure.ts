import type { ClosureRequest } from '../../cli/closure-access.ts'
import type { Folder } from '../../cli/folder.ts'
import type { Watch } from '../../ports/watch.ts'
import { afterTidying, type Closure, closureOf, closureOfVersions } from '../../services/closure/closure.ts'
import { isParsed } from '../../services/closure/levels.ts'
import { versionsOfParts } from '../../services/closure/parts.ts'
import { loaded, tidied } from '../../services/closure/record.ts'
import { type AskGo, askGoOf, isWithoutGo, projectOf } from '../closures/ask-go.ts'
import { policyOf } from '../config/policy.ts'
import { type Chain, previewWorld } from './preview-world.ts'
import type { Scope } from './scope.ts'

/** What a closure is worked out with. */
export interface Resolving {
  readonly chain: Chain
  /** The node as it is; undefined where there is none. */
  readonly folder: Folder | undefined
  readonly watch: Watch
}

/** Works out the closure of `request`; nothing of it changes the node. Throws what it throws to read and to ask go. */
export async function resolveClosure(scope: Scope, given: Resolving, request: ClosureRequest): Promise<Closure> {
  const { chain, folder, watch } = given
  const { versions, level } = request
  if (versions)
    return closureOfVersions(versions.map(({ query: version, sums = {}, ...one }) => ({ ...one, version, sums })))
  const ask: AskGo = async (needed, work) => {
    // Loaded where it is needed: it is the whole of a node.
    const { inScratchNode } = await import('./scratch-node.ts')
    return inScratchNode(scope, { chain, folder, watch }, needed, work)
  }
  const world = previewWorld(scope, chain, folder)
  const project = await projectOf(request, policyOf(scope.settings()), ask)
  if (!isParsed(level)) {
    const tests = level === 'test'
    const parts = await askGoOf(ask, project, go => loaded(go, project, { ...request, tests }))
    return { ...(await closureOf(world, project, 'tidy')), versions: versionsOfParts(parts), untidy: [] }
  }
  const closure = await closureOf(world, project, level)
  // Where go.mods are missing, go could not read them either.
  if (closure.untidy.length === 0 || closure.unread.size > 0) return closure
  try {
    const tidy = await askGoOf(ask, project, go => tidied(go, project))
    return afterTidying(closure, await closureOf(world, tidy, level))
  } catch (error) {
    if (isWithoutGo(error)) return closure
    throw error
  }
}
