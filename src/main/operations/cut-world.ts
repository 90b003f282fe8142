import { join } from 'node:path'
import { usableBytes } from '../../core/ferry/media.ts'
import type { Watch } from '../../ports/watch.ts'
import type { CutWish, CutWorld } from '../../services/ferry/out/world.ts'
import { makeFlatFolder, openSpace, qrCode, sealing } from '../compose.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'
import type { CutRequest } from './ferry-out-request.ts'
import { bundleKey } from './ferry-trust.ts'
import { logAtHead } from './log-at-head.ts'

/** What a bundle is cut with at the node of `writer`. Throws what key files and folders throw. */
export async function cutWorld(writer: Writer, request: CutRequest, watch: Watch): Promise<CutWorld> {
  const { data, store, log } = writer
  const { signer } = await bundleKey(writer)
  const { recipients, folder } = request
  return {
    log: logAtHead(store, log),
    store,
    signer,
    seal: recipients.length === 0 ? undefined : pieces => sealing.seal(recipients, pieces),
    qr: qrCode,
    notes: await makeFlatFolder(join(data, 'ferry', 'out')),
    disc: (id, n) => makeFlatFolder(join(folder, `gf-${id}`, `disc-${String(n).padStart(2, '0')}`)),
    free: async () => openSpace((await makeFlatFolder(folder)).location).free(),
    watch,
    reached: reachedStep,
  }
}

/** The bundle that `request` asks for, of what `isWanted` selects. */
export function wishOf(request: CutRequest, isWanted: CutWish['isWanted']): CutWish {
  const { site, medium, volumeBytes, parity, created, expires, recipients, dry } = request
  return {
    site,
    isWanted,
    capacity: medium === undefined ? undefined : usableBytes(medium),
    volumeLimit: volumeBytes,
    parity,
    created,
    expires,
    isSealed: recipients.length > 0,
    isDry: dry,
  }
}
