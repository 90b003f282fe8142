import { GoferryError, isGoferryError } from '../../core/errors.ts'
import { formatProofs } from '../../core/proofs/format-proofs.ts'
import type { Proofs } from '../../core/proofs/proofs.ts'
import { ProofsCheck } from '../../core/proofs/proofs-check.ts'
import { type HashTile, tilePath } from '../../core/tlog/tile.ts'
import type { ProofsBlob } from './proofs-blob.ts'
import type { RefreshWorld } from './world.ts'

/** Tiles that are read or asked for at once: 8 KiB each. */
const ahead = 32

/**
 * The bytes of a blob with `proofs`: its tiles come from the blob `before`, from what the node keeps, or from the
 * database, and each is checked as it goes by. A kept tile that is damaged is asked for anew. Throws `interrupted`,
 * `bad-proof` where the database's own tiles prove nothing, and what the upstream and the store throw.
 */
export async function* blobBytes(
  world: RefreshWorld,
  proofs: Proofs,
  before: ProofsBlob | undefined,
): AsyncGenerator<Uint8Array> {
  yield formatProofs(proofs)
  const check = new ProofsCheck(proofs)
  const { tiles } = check
  const coming: Promise<Uint8Array>[] = []
  for (const [i, tile] of tiles.entries()) {
    if (world.watch.signal.aborted) throw new GoferryError('interrupted', { subject: 'proofs' })
    for (const next of tiles.slice(i + coming.length, i + ahead)) {
      const reading = heldOrFetched(world, next, before)
      // It is heard when its turn comes, if that comes.
      reading.catch(() => undefined)
      coming.push(reading)
    }
    const bytes = await coming.shift()
    yield await taken(world, check, tile, bytes ?? new Uint8Array())
    const progress = { done: i + 1, total: tiles.length, bytes: 0, totalBytes: undefined }
    world.watch.progress({ ...progress, at: tilePath(tile) })
  }
  check.finish()
}

async function heldOrFetched(
  { database }: RefreshWorld,
  tile: HashTile,
  before: ProofsBlob | undefined,
): Promise<Uint8Array> {
  return (await recorded(tile, before)) ?? database.tile(tilePath(tile))
}

async function recorded(tile: HashTile, before: ProofsBlob | undefined): Promise<Uint8Array | undefined> {
  try {
    return await before?.tile(tile)
  } catch (error) {
    // It was whole when it was opened; the database has the tile too.
    if (isGoferryError(error, 'store-damaged')) return undefined
    throw error
  }
}

/** The bytes that passed: `bytes`, or what the database gives now. */
async function taken(
  { database }: RefreshWorld,
  check: ProofsCheck,
  tile: HashTile,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  try {
    if (check.takes(bytes)) return bytes
    const good = await database.fetchedTile(tile)
    check.take(good)
    return good
  } catch (error) {
    if (!isGoferryError(error, 'bad-tile')) throw error
    const { reason, params, subject } = error
    throw new GoferryError('bad-proof', { subject, params, cause: error, ...(reason && { reason }) })
  }
}
