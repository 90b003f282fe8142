import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { partPath } from '../../core/goproxy/part-path.ts'
import { type Policy, whyNotAsked } from '../../core/policy/policy.ts'
import type { Upstream, UpstreamLook } from '../../ports/upstream.ts'
import type { Watch } from '../../ports/watch.ts'
import type { LackingVersion } from './lacking.ts'

/** Sizes that are asked for at once; how many of them may fail before no more are. */
const [atOnce, mostFailures] = [32, 8]

/** What zips are asked about. */
export interface SizeWorld {
  readonly upstream: Upstream
  readonly policy: Policy
  readonly watch: Pick<Watch, 'signal' | 'progress'>
}

/** What an upstream says of the zips that are not held. */
export interface ZipSizes {
  /** The versions as they were given, with the sizes that are known now. */
  readonly versions: readonly LackingVersion[]
  /** The zips that cannot be had, by `path@version`, and why: nothing else is sure to stay away. */
  readonly unavailable: ReadonlyMap<string, GoferryError>
}

/**
 * Asks the upstream for the sizes of the zips of `versions` that are neither held nor known to the log. What it does
 * not say, and what it fails to say, stays unknown; policy keeps what it keeps from every other question too. Throws
 * `interrupted`.
 */
export async function withZipSizes(world: SizeWorld, versions: readonly LackingVersion[]): Promise<ZipSizes> {
  const { signal, progress } = world.watch
  const sizes = new Map<string, number>()
  const unavailable = new Map<string, GoferryError>()
  const wanted = versions.filter(({ lacks, zipBytes }) => lacks.includes('zip') && zipBytes === undefined)
  const queue = wanted.values()
  let [done, failures] = [0, 0]
  const ask = async () => {
    for (const version of queue) {
      if (signal.aborted) throw new GoferryError('interrupted', { subject: 'resolve' })
      if (failures >= mostFailures) return
      const at = `${version.path}@${version.version}`
      const found = await lookAt(world, version)
      if (found === undefined) failures++
      else if (found instanceof GoferryError) unavailable.set(at, found)
      else if (found.status === 'ok' && found.bytes !== undefined) sizes.set(at, found.bytes)
      progress({ done: ++done, total: wanted.length, bytes: 0, totalBytes: undefined, at: `${at} zip` })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, ask))
  return { versions: versions.map(one => ({ ...one, zipBytes: one.zipBytes ?? sizes.get(keyOf(one)) })), unavailable }
}

/** Why the zip cannot be had, or what the upstream says of it; undefined where it failed. */
async function lookAt(
  { upstream, policy }: SizeWorld,
  module: LackingVersion,
): Promise<UpstreamLook | GoferryError | undefined> {
  const reason = whyNotAsked(policy, module.path)
  if (reason !== undefined) return new GoferryError('denied', { subject: keyOf(module), reason })
  try {
    const look = await upstream.look?.(partPath(module, 'zip'))
    if (look?.status !== 'absent') return look
    const { code, text } = look
    return new GoferryError('absent', {
      subject: `${keyOf(module)} zip`,
      reason: 'upstream-text',
      params: { code, text },
    })
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
}

const keyOf = ({ path, version }: LackingVersion) => `${path}@${version}`
