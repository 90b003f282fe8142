import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { FlatFolder } from '../../ports/flat-folder.ts'
import type { Watch } from '../../ports/watch.ts'
import { healFromVolumes } from '../../services/ferry/in/heal-from-volumes.ts'
import { type ReceiveReport, receive } from '../../services/ferry/in/receive.ts'
import { recoverFiles } from '../../services/ferry/parity.ts'
import { discFoldersAt, openFlatFolder, sealing } from '../compose.ts'
import { roomRulesOf } from '../config/room.ts'
import type { Writer } from '../node/writer.ts'
import { identityOf } from './ferry-identity.ts'
import { importWorld } from './ferry-world.ts'
import { takingWorld } from './taking-world.ts'

/** What `goferry ferry in` sends first. */
const receiveRequest = z.strictObject({
  paths: z.array(z.string().startsWith('/')).min(1).max(1000),
  carrier: z.string().min(1).max(200),
  heals: z.boolean(),
})

/** The request that `argument` is. Throws `usage`. */
export function checkReceive(argument: unknown): z.output<typeof receiveRequest> {
  const parsed = receiveRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'ferry in', cause: parsed.error })
  return parsed.data
}

/** Receives bundles into the node of `writer`. Throws `usage`, `absent` for a folder, and what `receive` throws. */
export async function receiveAt(writer: Writer, argument: unknown, watch: Watch): Promise<ReceiveReport> {
  const { paths, carrier, heals } = checkReceive(argument)
  const folders: FlatFolder[] = []
  for (const path of new Set((await Promise.all(paths.map(discFoldersAt))).flat()))
    folders.push(await openFlatFolder(path))
  const identity = await identityOf(writer)
  const { reserve } = roomRulesOf(writer.settings)
  const world = {
    ...importWorld(writer),
    free: async () => (await writer.room.free()) - reserve,
    recover: recoverFiles,
    unseal:
      identity === undefined
        ? undefined
        : (source: AsyncIterable<Uint8Array>, subject: string) => sealing.unseal([identity.trim()], source, subject),
  }
  const report = await receive(world, { folders, carrier, heals }, watch)
  if (heals)
    for (const { bundle, missing } of report.bundles)
      if (missing.length > 0) await healFromVolumes(await takingWorld(writer, bundle, watch))
  return report
}
