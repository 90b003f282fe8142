import { GoferryError } from '../../../core/errors.ts'
import type { BundleHeader } from '../../../core/ferry/bundle-header.ts'
import { frameSize } from '../../../core/ferry/object-frame.ts'
import { bundleEntries } from './bundle-leaves.ts'
import { BundleStream } from './bundle-stream.ts'
import { entryOf } from './entry-of-frame.ts'
import { sizesIn } from './gather.ts'
import { healObject } from './heal-object.ts'
import { openImport } from './opened-import.ts'
import { standing } from './standing.ts'
import type { TakingWorld } from './taking-world.ts'

/** Volumes that lie there one after the other, as places in the stream. */
interface Run {
  /** Where the first object in them begins. */
  readonly begin: number
  readonly end: number
}

/**
 * Mends what is damaged or missing in the node from volumes of a bundle that is not whole: each object that lies in
 * them from end to end, and whose bytes the node's own log names. The volumes have the digests of the signed header; an
 * entry says only where to look, so that its tree need not be whole. Gives how many were mended. Throws
 * `bundle-damaged`, and what stream, store and tree throw.
 */
export async function healFromVolumes(world: TakingWorld): Promise<number> {
  const { folder, trust, watch } = world
  const { header } = await openImport(folder, trust)
  const sizes = await sizesIn(folder)
  if (sizes.get(header.log.name) !== header.log.size) return 0
  const stream = new BundleStream(folder, header)
  const entries = bundleEntries(folder, header)
  let healed = 0
  try {
    for (const { begin, end } of runsOf(header, sizes)) {
      stream.passOver(begin - stream.position)
      while (stream.position + frameSize <= end) {
        if (watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'ferry in' })
        const frame = await stream.next()
        if (frame === undefined || frame.kind === 'certificate' || stream.position + frame.size > end) break
        const { entry, named } = await entryOf(entries, frame)
        if ((await standing(world, entry, named)) === 'bad') {
          await healObject(world, stream, frame, named)
          healed++
        } else stream.passOver(frame.size)
      }
    }
  } finally {
    await stream.close()
    await entries.return(undefined)
  }
  return healed
}

function runsOf({ volumes }: BundleHeader, sizes: ReadonlyMap<string, number>): Run[] {
  const runs: Run[] = []
  let [start, begin]: [number, number | undefined] = [0, undefined]
  for (const { name, size, first } of volumes) {
    const isThere = sizes.get(name) === size
    if (!isThere && begin !== undefined) runs.push({ begin, end: start })
    if (!isThere) begin = undefined
    else if (first !== undefined) begin ??= start + first
    start += size
  }
  return begin === undefined ? runs : [...runs, { begin, end: start }]
}
