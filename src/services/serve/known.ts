import { type ErrorCode, GoferryError, isGoferryError } from '../../core/errors.ts'
import { isReserved } from '../../core/policy/policy.ts'
import type { World } from './world.ts'

/**
 * Of a path with more elements only the first prefixes are asked
 * upstream: a bound on what one request makes the node ask.
 */
const MAX_ASKED = 24

/** What was tried and found wrong is said as it is, wherever the path lies (design §3.8: 502). */
const VERIFICATION: readonly ErrorCode[] = [
  'mismatch',
  'bad-zip',
  'bad-info',
  'bad-gomod',
  'bad-record',
  'bad-note',
  'bad-proof',
  'log-fork',
  'log-rollback',
  'too-large',
  'store-conflict',
  'store-damaged',
]

/** The upstream was asked, and whether there is such a module was not its answer. */
const UNSAID: readonly ErrorCode[] = ['upstream-failed', 'upstream-refused', 'not-checked', 'busy']

/**
 * Whether the node knows `path` as a module: it has an entry in the
 * log, or its upstream's list answered 200 (design §3.8).
 */
async function isKnown(world: World, path: string): Promise<boolean> {
  return (await hasEntry(world, path)) || (await world.pull?.list(path))?.status === 'known'
}

/** Whether the log has an entry of `path`, followed to its end where this process has not seen one yet. */
export async function hasEntry(world: World, path: string): Promise<boolean> {
  if (world.state().knows(path)) return true
  await world.refresh()
  return world.state().knows(path)
}

/**
 * Whether a proper prefix of `path` is known as a module. The go command probes every prefix of a package at once, and
 * a 403 below a known module breaks it (protocol.md §1), so the lists of all shorter prefixes are settled before a 403
 * goes out. What lies above an internal module may be internal too: of that the upstream is not asked (abuse case A01).
 */
async function isBelowKnown(world: World, path: string): Promise<boolean> {
  const elements = path.split('/')
  const prefixes = elements.slice(1).map((_, i) => elements.slice(0, i + 1).join('/'))
  if (prefixes.some(prefix => world.state().knows(prefix))) return true
  if (isReserved(world.policy, path)) return false
  const asked = prefixes.slice(0, MAX_ASKED).map(prefix => isKnown(world, prefix))
  return (await Promise.all(asked)).includes(true)
}

/** What was asked for in vain. */
export interface Asked {
  readonly path: string
  /** A version or query; '' for a list. */
  readonly version: string
  /**
   * Whether the go command asks it of packages too, to find the
   * module that they are in. It never probes for a `.mod` or `.zip`.
   */
  readonly isProbe: boolean
}

/**
 * The error that a client is to see where `cause` kept what it asked from being
 * answered, after design §3.8: a path below a known module does not exist; anything
 * else says why. The miss is recorded, unless it may be the probe of a package.
 */
export async function missed(world: World, asked: Asked, cause?: unknown): Promise<GoferryError> {
  const { path, version, isProbe } = asked
  const subject = version === '' ? path : `${path}@${version}`
  if (isGoferryError(cause, 'absent', 'bad-module-path', 'bad-version', ...VERIFICATION)) return cause
  const isBelow = !(await isKnown(world, path)) && (await isBelowKnown(world, path))
  if (!isBelow || !isProbe) world.miss(path, version)
  if (isBelow) {
    const reason = isGoferryError(cause, ...UNSAID) ? 'answer.below-module-unsaid' : 'answer.below-module'
    return new GoferryError('absent', { subject, reason, cause })
  }
  if (cause instanceof GoferryError) return cause
  return new GoferryError('missing', { subject, reason: 'answer.no-upstream', cause })
}
