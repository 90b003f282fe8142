import type { Watch } from '../../../ports/watch.ts'
import { checkEntries } from './check-entries.ts'
import { checkFiles } from './check-files.ts'
import type { CheckReport, CheckWorld } from './check-world.ts'
import { openImport } from './opened-import.ts'
import { StreamWalk } from './stream-walk.ts'

/**
 * Checks a bundle that was received: its signatures, then the bytes of all its files, then its log, and only then what
 * its stream holds: every object in its place, of its size and digest, and by the rules of its kind. What is to be held
 * against a record that came earlier is told, as `unrecorded`. Memory stays bounded, whatever it says. Throws
 * `bundle-damaged` that names the files with other bytes, `bundle-incomplete`, `bundle-fork`, `bundle-internal`,
 * `bundle-refused`; what `openHeader` throws; `interrupted`, `io-failed`.
 */
export async function checkBundle(world: CheckWorld, watch: Watch): Promise<CheckReport> {
  const imported = await openImport(world.folder, world.trust)
  await checkFiles(world, imported.header, watch)
  const state = await checkEntries(world, imported, watch)
  return new StreamWalk(world, imported.header, state, watch).run()
}
