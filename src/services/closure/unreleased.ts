import { collect } from '../../core/bytes.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { parseList } from '../../core/module/list.ts'
import { whyNotAsked } from '../../core/policy/policy.ts'
import { releasesOf } from '../../core/toolchain/releases.ts'
import { toolchainPath } from '../../core/toolchain/toolchain.ts'
import type { SizeWorld } from './zip-sizes.ts'

/** Bytes of the list of toolchains at most; it has a few hundred thousand. */
const maxListBytes = 16 << 20

/**
 * Why the release `go`, `1.99.0`, cannot be had: neither `known`, the versions of the toolchain module in the log, nor
 * the upstream's list names it. Undefined where one does, and where the upstream lists no toolchains or fails.
 */
export async function whyUnreleased(
  { upstream, policy }: Pick<SizeWorld, 'upstream' | 'policy'>,
  go: string,
  known: readonly string[],
): Promise<GoferryError | undefined> {
  const names = (versions: readonly string[]) => releasesOf(versions).some(release => release.go === go)
  if (names(known) || whyNotAsked(policy, toolchainPath) !== undefined) return undefined
  try {
    const answer = await upstream.get(`${toolchainPath}/@v/list`, maxListBytes)
    const listed = answer.status === 'ok' ? parseList(await collect(answer.body)) : []
    if (releasesOf(listed).length === 0 || names(listed)) return undefined
  } catch (error) {
    if (isGoferryError(error)) return undefined
    throw error
  }
  return new GoferryError('absent', { subject: `go ${go}`, reason: 'toolchain.no-release' })
}
