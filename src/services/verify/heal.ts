import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { type BadPart, badParts } from './check-part.ts'
import type { VerifyWorld } from './world.ts'

/** A bad part, and why it is still bad; undefined where it is whole again. */
export interface Healed extends BadPart {
  readonly error: GoferryError | undefined
}

/**
 * Sets the bad parts of `module` aside, so that nothing serves them and nothing is lost, and fetches them again. Throws
 * what store and log throw; what the upstream does not give is told of the part.
 */
export async function heal(world: VerifyWorld, module: ModuleVersion, bad: readonly BadPart[]): Promise<Healed[]> {
  if (bad.length === 0) return []
  await world.tree.takeOut(module, async () => {
    // Also what is called missing: a folder may lie there.
    for (const { file } of bad) await world.files.setAside(file)
  })
  const errors = new Map<BadPart, GoferryError>()
  for (const part of bad) {
    const error = await fetchAgain(world, module, part)
    if (error !== undefined) errors.set(part, error)
  }
  // A zip brings the other parts with it; what came is held against the log once more.
  const left = new Set((await badParts(world, module, () => undefined)).map(part => part.kind))
  return bad.map(part => ({ ...part, error: left.has(part.kind) ? (errors.get(part) ?? stillBad(part)) : undefined }))
}

/** An archive that was made here is set aside and made again when toolchains are next added; a publisher's is not. */
async function fetchAgain(
  { pull, state }: VerifyWorld,
  module: ModuleVersion,
  { kind, file }: BadPart,
): Promise<GoferryError | undefined> {
  if (kind === 'archive') {
    const { sha256 = '' } = state.version(module.path, module.version)?.archive ?? {}
    return new GoferryError('missing', { subject: file, reason: 'toolchain.official-lost', params: { sha256 } })
  }
  if (pull === undefined) return new GoferryError('missing', { subject: file, reason: 'verify-no-upstream' })
  try {
    await pull.fetch(module, kind)
    return undefined
  } catch (error) {
    if (isGoferryError(error) && !isTheNodes(error)) return error
    throw error
  }
}

/** Whether the trouble is the node's own, and will be the same for all that follows. */
function isTheNodes({ code }: GoferryError): boolean {
  return ['no-space', 'io-failed', 'head-conflict', 'stopping', 'internal'].includes(code)
}

function stillBad({ file }: BadPart): GoferryError {
  return new GoferryError('store-damaged', { subject: file })
}
