import { toWire } from '../../../core/error-wire.ts'
import { isGoferryError } from '../../../core/errors.ts'
import { openHeader } from '../../../core/ferry/open-header.ts'
import type { Watch } from '../../../ports/watch.ts'
import type { FoundHeader } from './find-headers.ts'
import { listImports } from './imports.ts'
import { importFiles, readFile } from './opened-import.ts'
import type { ReceiveWorld } from './receive-world.ts'

/**
 * The headers of imports that wait for volumes, without those `found`: the disc that comes now may have no header that
 * can be read. Throws what the folders throw.
 */
export async function waitingHeaders(
  world: ReceiveWorld,
  found: readonly FoundHeader[],
  watch: Watch,
): Promise<FoundHeader[]> {
  const waiting: FoundHeader[] = []
  for (const { folder, state } of await listImports(world.imports)) {
    if (state.step !== 'receiving' || found.some(({ digest }) => digest === state.bundle)) continue
    const note = await readFile(folder, importFiles.header)
    try {
      if (note !== undefined) waiting.push({ ...openHeader(note, world.trust, world.clock.now()), note })
    } catch (error) {
      // Trusted no more: that is told, and keeps nothing else back.
      if (!isGoferryError(error)) throw error
      await watch.tell({ subject: state.id, outcome: 'refused', error: toWire(error) })
    }
  }
  return waiting
}
