import { join } from 'node:path'
import { discLabel } from '../../core/ferry/media-facts.ts'
import type { Watch } from '../../ports/watch.ts'
import type { CutBundle } from '../../services/ferry/out/cut.ts'
import { isoMaker, makeFlatFolder } from '../compose.ts'
import type { CutRequest } from './ferry-out-request.ts'

/** Makes an image of each disc beside its folder. Throws what `IsoMaker.make` and the folder throw. */
export async function writeImages(
  { folder, created }: CutRequest,
  { report: { id, discs }, files }: CutBundle,
  { signal, progress }: Watch,
): Promise<void> {
  for (const [i, { location }] of discs.entries()) {
    const name = `gf-${id}-disc-${String(i + 1).padStart(2, '0')}.iso`
    const image = join(folder, `gf-${id}`, name)
    // One of a run before has another header.
    await (await makeFlatFolder(join(folder, `gf-${id}`))).remove(name)
    progress({ done: i, total: discs.length, bytes: 0, totalBytes: undefined, at: image })
    const disc = { folder: location ?? '', files: files[i] ?? [], label: discLabel(id, i + 1) }
    await isoMaker.make({ ...disc, time: Date.parse(created) / 1000 }, image, signal)
  }
}
