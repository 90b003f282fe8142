import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { World } from './world.ts'

/** Paths with more elements are nobody's module: a bound on how many prefixes one request makes the node ask about. */
const MAX_ELEMENTS = 24

/** Whether the node knows `path` as a module: it has an entry in the log, or its upstream's list answered 200 (design §3.8). */
export async function isKnown(world: World, path: string): Promise<boolean> {
  return (await hasEntry(world, path)) || (await world.pull?.list(path))?.status === 'known'
}

/** Whether the log has an entry of `path`, followed to its end where this process has not seen one yet. */
export async function hasEntry(world: World, path: string): Promise<boolean> {
  if (world.state().knows(path)) return true
  await world.refresh()
  return world.state().knows(path)
}

/**
 * Whether a proper prefix of `path` is known as a module. The go command probes every prefix of a package at once, and a 403 below a
 * known module breaks it (protocol.md §1), so the lists of all shorter prefixes are settled before a 403 goes out.
 */
export async function isBelowKnown(world: World, path: string): Promise<boolean> {
  const elements = path.split('/')
  if (elements.length > MAX_ELEMENTS) return false
  const prefixes = elements.slice(1).map((_, i) => elements.slice(0, i + 1).join('/'))
  if (prefixes.some(prefix => world.state().knows(prefix))) return true
  return (await Promise.all(prefixes.map(prefix => isKnown(world, prefix)))).includes(true)
}

/**
 * The error that a client is to see where `cause` kept `path` (at `version`, or '') from being answered, after design §3.8: a path
 * below a known module does not exist; anything else says why, and the miss is recorded.
 */
export async function missed(world: World, path: string, version: string, cause?: unknown): Promise<GoferryError> {
  const subject = version === '' ? path : `${path}@${version}`
  if (isGoferryError(cause, 'absent')) return cause
  if (!(await isKnown(world, path)) && (await isBelowKnown(world, path)))
    return new GoferryError('absent', { subject, reason: 'answer.below-module', cause })
  world.miss(path, version)
  if (cause instanceof GoferryError) return cause
  return new GoferryError('missing', { subject, reason: 'answer.no-upstream', cause })
}
