import type { Folder } from '../../cli/folder.ts'
import { isGoferryError } from '../../core/errors.ts'
import type { Upstream } from '../../ports/upstream.ts'
import { closureOf } from '../../services/closure/closure.ts'
import { type LackingVersion, lackingOf } from '../../services/closure/lacking.ts'
import { PreviewGoMods } from '../../services/closure/preview.ts'
import type { Project } from '../../services/closure/project.ts'
import { upstreamAt } from '../compose.ts'
import { policyOf } from '../config/policy.ts'
import { openFolder } from '../open-folder.ts'
import { chooseChain } from '../upstream-choice.ts'
import type { Scope } from './scope.ts'

/** The upstream in the form of GOPROXY; undefined for none. The go command may have to be asked for it. */
export type Chain = () => Promise<string | undefined>

/** The go.mods that a preview reads: of the node of `folder` where there is one, else from the upstream `chain`. */
export function previewWorld(scope: Scope, chain: Chain, folder: Folder | undefined): PreviewGoMods {
  let upstream: Promise<Upstream | undefined> | undefined
  return new PreviewGoMods({
    state: folder?.state,
    heldGoMod: async module => folder?.goMod(module),
    upstream: () => (upstream ??= chain().then(url => (url === undefined ? undefined : upstreamAt(url)))),
    policy: policyOf(scope.settings()),
  })
}

/** The node's folder, to read; undefined where no node was ever started in it. */
export async function openIfThere({ data, keyText }: Scope): Promise<Folder | undefined> {
  try {
    return await openFolder(data, keyText)
  } catch (error) {
    if (isGoferryError(error, 'absent')) return undefined
    throw error
  }
}

/** What of the closure of `project` the node of `folder` does not hold. */
export async function lackingFor(scope: Scope, folder: Folder, project: Project): Promise<LackingVersion[]> {
  // Without an upstream what only a go.mod that is missing names stays unknown.
  const chain = () => chooseChain(scope.settings(), undefined)
  const { versions } = await closureOf(previewWorld(scope, chain, folder), project, 'tidy')
  return (await lackingOf(versions, folder)).filter(({ lacks }) => lacks.length > 0)
}
