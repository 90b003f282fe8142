import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { retractedBy } from '../../core/modfile/retracted-by.ts'
import { parseInfo } from '../../core/module/info.ts'
import { latestVersion } from '../../core/module/latest.ts'
import { type Answer, jsonAnswer, wholeBody } from './answer.ts'
import { visibleVersions } from './list.ts'
import { servePart } from './part.ts'
import { isVersionVisible } from './visibility.ts'
import type { World } from './world.ts'

/**
 * Answers `@latest`, which the go command asks only where the list has no release: the upstream's answer where policy shows
 * that version, else the latest of what upstream and node list, else what is held. Throws `absent` where there is nothing (a 403 here would
 * break `go list -m -u all`, protocol.md §1), and as `serveList` does for a path that nothing is known of.
 */
export async function serveLatest(world: World, path: string): Promise<Answer> {
  const versions = await visibleVersions(world, path)
  const fromUpstream = await upstreamLatest(world, path)
  if (fromUpstream !== undefined) return jsonAnswer(fromUpstream, 'brief')
  const version = await latestUnretracted(world, path, versions)
  if (version !== undefined) return { ...(await servePart(world, { path, version }, 'info')), cache: 'brief' }
  const held = await world.tree.latest(path)
  if (held !== undefined && isShown(world, path, held)) return jsonAnswer(held, 'brief')
  throw new GoferryError('absent', { subject: `${path}@latest`, reason: 'answer.no-complete-version' })
}

/** The latest of `versions`, without those that the go.mod of the very latest retracts, where that can be had. */
async function latestUnretracted(world: World, path: string, versions: readonly string[]): Promise<string | undefined> {
  const version = latestVersion(versions)
  if (version === undefined) return undefined
  const { body } = await servePart(world, { path, version }, 'mod')
  return latestVersion(versions, { retracted: retractedBy(await wholeBody(body)) })
}

/** The upstream's `@latest` where it gives one that may be shown; its refusal or failure leaves the choice to the lists. */
async function upstreamLatest(world: World, path: string): Promise<Uint8Array | undefined> {
  try {
    const info = await world.pull?.latest(path)
    return info !== undefined && isShown(world, path, info) ? info : undefined
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}

function isShown(world: World, path: string, info: Uint8Array): boolean {
  const { version } = parseInfo({ path, version: undefined }, info)
  return isVersionVisible(world.policy, world.state(), { path, version })
}
