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
 * Answers `@latest`, which the go command asks only where the list has no release: the
 * upstream's answer where policy shows that version, else the latest of what upstream and
 * node list, else the one that the node noted (a pseudo-version, which no list names). Throws
 * `absent` where there is nothing (a 403 here would break `go list -m -u all`, protocol.md
 * §1), `denied` by policy, and as `serveList` does for a path that nothing is known of.
 */
export async function serveLatest(world: World, path: string): Promise<Answer> {
  const { versions } = await visibleVersions(world, path)
  const fromUpstream = await orNothing(upstreamLatest(world, path))
  if (fromUpstream !== undefined) return jsonAnswer(fromUpstream, 'brief')
  for (const version of [await latestUnretracted(world, path, versions), await orNothing(notedLatest(world, path))]) {
    const answer = version === undefined ? undefined : await orNothing(servePart(world, { path, version }, 'info'))
    if (answer !== undefined) return { ...answer, cache: 'brief' }
  }
  throw new GoferryError('absent', { subject: `${path}@latest`, reason: 'answer.no-complete-version' })
}

/** The latest of `versions`, without those that the go.mod of the very latest retracts, where that can be had. */
async function latestUnretracted(world: World, path: string, versions: readonly string[]): Promise<string | undefined> {
  const version = latestVersion(versions)
  if (version === undefined) return undefined
  const goMod = await orNothing(servePart(world, { path, version }, 'mod'))
  if (goMod === undefined) return version
  return latestVersion(versions, { retracted: retractedBy(await wholeBody(goMod.body)) })
}

/** The upstream's `@latest` where it gives one that may be shown. */
async function upstreamLatest(world: World, path: string): Promise<Uint8Array | undefined> {
  const info = await world.pull?.latest(path)
  return info !== undefined && isShown(world, path, versionOf(path, info)) ? info : undefined
}

/**
 * The version that the stored `@latest` names. The file is derived, and
 * no hash vouches for it: what is served is the version's own `.info`.
 */
async function notedLatest(world: World, path: string): Promise<string | undefined> {
  const noted = await world.tree.latest(path)
  const version = noted && versionOf(path, noted)
  return version !== undefined && isShown(world, path, version) ? version : undefined
}

/** What one of the sources of an answer gives; where it refuses or fails, the next one is asked. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}

function versionOf(path: string, info: Uint8Array): string {
  return parseInfo({ path, version: undefined }, info).version
}

function isShown(world: World, path: string, version: string): boolean {
  return isVersionVisible(world.policy, world.state(), { path, version })
}
