import type { Folder } from '../cli/folder.ts'
import { GoferryError } from '../core/errors.ts'
import { openReceipt } from '../core/receipt/receipt.ts'
import { openSignedHead } from '../core/sumdb/signed-head.ts'
import { parseDataTile } from '../core/tlog/data-tile.ts'
import { proveRecord } from '../core/tlog/record-proof.ts'
import { tileHeight } from '../core/tlog/tile.ts'
import { tileHashReader } from '../core/tlog/tile-reader.ts'
import { partKey } from '../core/toolchain/part-key.ts'
import { readFormat } from '../services/format/format.ts'
import { GivenUp } from '../services/gc/given-up.ts'
import type { LogReader } from '../services/log/reader.ts'
import { readMisses } from '../services/misses/misses.ts'
import { openKeys, openStoreToRead } from './compose.ts'
import { openReader } from './node/open-reader.ts'

const TILE_WIDTH = 2 ** tileHeight

/**
 * Opens the node's folder for a command that only reads; a running node
 * is not disturbed. Throws `absent` where no node was started in it.
 */
export async function openFolder(data: string, keyText: string | undefined): Promise<Folder> {
  const store = openStoreToRead(data)
  await readFormat(store)
  const identity = await openKeys(data, keyText).load()
  if (identity === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const { name, verifiers, verifierKeys } = identity
  const reader = await openReader(store, { name, verifierKeys })
  if (reader.latest === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const givenUp = await GivenUp.read(store)
  const head = openSignedHead(reader.latest, verifiers)
  const readHashes = tileHashReader(head, tiles => readTiles(reader, tiles))
  const checkpoint = Buffer.from((await reader.checkpoint()) ?? []).toString()
  return {
    name,
    verifierKeys,
    state: reader.state,
    complete: path => reader.state.complete(path).filter(version => !givenUp.has({ path, version })),
    head: { size: head.size, root: head.root, note: Buffer.from(reader.latest).toString(), checkpoint },
    leaves: (from, to) => leaves(reader, head.size, from, to),
    prove: id => proveRecord(head.size, id, readHashes),
    receipt: note => openReceipt(note, { name, verifiers, size: head.size, read: readHashes }),
    has: async (module, part) => {
      const key = partKey(reader.state, module, part)
      return key !== undefined && (await store.stat(key)) !== undefined
    },
    misses: () => readMisses(store),
  }
}

/** The leaves of `[from, to)`, tile by tile. `size` is that of the log, which decides how wide the last tile is. */
async function* leaves(
  reader: LogReader,
  size: number,
  from: number,
  to: number,
): AsyncGenerator<{ id: number; text: string }> {
  for (let n = Math.floor(from / TILE_WIDTH); n * TILE_WIDTH < to; n++) {
    const width = Math.min(TILE_WIDTH, size - n * TILE_WIDTH)
    const bytes = await reader.dataTile({ height: tileHeight, level: 'data', n, width })
    if (bytes === undefined) throw new GoferryError('store-damaged', { subject: `data tile ${n}` })
    for (const [i, text] of parseDataTile(bytes, width).entries()) {
      const id = n * TILE_WIDTH + i
      if (id >= from && id < to) yield { id, text }
    }
  }
}

async function readTiles(reader: LogReader, tiles: readonly Parameters<LogReader['tile']>[0][]): Promise<Uint8Array[]> {
  return Promise.all(
    tiles.map(async tile => {
      const bytes = await reader.tile(tile)
      if (bytes === undefined) throw new GoferryError('store-damaged', { subject: `tile ${tile.level}/${tile.n}` })
      return bytes
    }),
  )
}
