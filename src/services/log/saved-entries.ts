import { GoferryError } from '../../core/errors.ts'
import { formatDataTile } from '../../core/tlog/data-tile.ts'
import { tileHeight } from '../../core/tlog/tile.ts'
import { tileKey } from '../../core/tree/log-keys.ts'
import type { Store } from '../../ports/store.ts'
import { readDataTile } from './read-tile.ts'

/** The first `size` entries as data tiles, each with its key. Throws `store-damaged` where one is missing. */
export async function* savedEntries(
  store: Store,
  size: number,
): AsyncGenerator<{ readonly key: string; readonly bytes: Uint8Array }> {
  const width = 2 ** tileHeight
  for (let n = 0; n * width < size; n++) {
    const tile = { height: tileHeight, level: 'data', n, width: Math.min(width, size - n * width) } as const
    const records = await readDataTile(store, tile)
    const key = tileKey('', tile)
    if (records === undefined) throw new GoferryError('store-damaged', { subject: key, reason: 'log-data-other' })
    yield { key, bytes: formatDataTile(records) }
  }
}
