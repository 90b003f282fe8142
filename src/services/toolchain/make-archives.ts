import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { archiveName } from '../../core/toolchain/archive-name.ts'
import type { Toolchain } from '../../core/toolchain/toolchain.ts'
import type { Watch } from '../../ports/watch.ts'
import { makeArchive } from './make-archive.ts'
import type { ToolchainWorld } from './world.ts'

/**
 * Makes the archives of `toolchains` that are not held, one after the other, and tells of each: `archived` or `failed`.
 * What fails does not keep the rest. Gives how many. Throws `interrupted` after the watch's signal, and what is the
 * node's own trouble.
 */
export async function makeArchives(
  world: ToolchainWorld,
  toolchains: readonly Toolchain[],
  watch: Watch,
): Promise<{ archives: number; failed: number }> {
  const count = { archives: 0, failed: 0 }
  for (const [done, toolchain] of toolchains.entries()) {
    if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'toolchain add' })
    const subject = archiveName(toolchain)
    watch.progress({ done, total: toolchains.length, bytes: 0, totalBytes: undefined, at: subject })
    try {
      if ((await makeArchive(world, toolchain)) === 'held') continue
      count.archives++
      await watch.tell({ subject, outcome: 'archived' })
    } catch (error) {
      if (!isOfThisOne(error)) throw error
      count.failed++
      await watch.tell({ subject, outcome: 'failed', error: toWire(error) })
    }
  }
  return count
}

/** Whether the trouble is of this toolchain alone. */
function isOfThisOne(error: unknown): boolean {
  return isGoferryError(error, 'denied', 'missing', 'mismatch', 'store-damaged', 'bad-zip', 'too-large', 'job-ended')
}
