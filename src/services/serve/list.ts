import { GoferryError } from '../../core/errors.ts'
import { isPseudoVersion } from '../../core/module/pseudo-version.ts'
import { sortVersions } from '../../core/module/semver.ts'
import { type Answer, textAnswer } from './answer.ts'
import { hasEntry, missed } from './known.ts'
import { checkPathVisible, isListable, isVersionVisible } from './visibility.ts'
import type { HeldList, UpstreamList, World } from './world.ts'

/**
 * Answers `@v/list`: the upstream's versions and the complete ones that are held, after policy, without pseudo-versions
 * (the protocol wants none there). It may be empty, but exists for every known module. Throws `denied`, `absent`,
 * `missing`, or the upstream's refusal or failure for a path that nothing is known of.
 */
export async function serveList(world: World, path: string): Promise<Answer> {
  const { versions, stands } = await visibleVersions(world, path)
  const listed = versions.filter(version => !isPseudoVersion(version))
  return { ...textAnswer(listed.map(version => `${version}\n`).join(''), 'brief'), stands }
}

/** Versions of a module, and whether they would be the same now as far as the node itself goes. */
interface Listed {
  readonly versions: string[]
  stands(): boolean
}

/**
 * Every visible version that the upstream lists or the node holds
 * complete, in semver order; throws as `serveList` does.
 */
export async function visibleVersions(world: World, path: string): Promise<Listed> {
  checkPathVisible(world.policy, path)
  const { size } = world.state()
  const [upstream, held] = await Promise.all([world.pull?.list(path), completeVersions(world, path)])
  if (upstream?.status !== 'known' && !(await hasEntry(world, path))) throw await unknown(world, path, upstream)
  const all = new Set([...(upstream?.status === 'known' ? upstream.versions : []), ...held.versions])
  const visible = [...all].filter(version => isVersionVisible(world.policy, world.state(), { path, version }))
  return { versions: sortVersions(visible), stands: () => world.state().size === size && held.isCurrent() }
}

/** What the stored list names and the log knows as complete: the list is derived, and no hash vouches for it. */
async function completeVersions(world: World, path: string): Promise<HeldList> {
  const { versions: listed, isCurrent } = await world.tree.list(path)
  const complete = (version: string) => isListable(world.state(), { path, version })
  if (!listed.every(complete)) await world.refresh()
  return { versions: listed.filter(complete), isCurrent }
}

/** Why there is no list of `path`: it does not exist, the upstream refused or failed, or there is no upstream. */
async function unknown(world: World, path: string, upstream: UpstreamList | undefined): Promise<GoferryError> {
  if (upstream?.status === 'absent') return new GoferryError('absent', { subject: path })
  const cause = upstream?.status === 'known' ? undefined : upstream?.error
  return missed(world, { path, version: '', isProbe: true }, cause)
}
