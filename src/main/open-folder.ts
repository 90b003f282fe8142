import type { Folder } from '../cli/folder.ts'
import { GoferryError } from '../core/errors.ts'
import { openReceipt } from '../core/receipt/receipt.ts'
import { openSignedHead } from '../core/sumdb/signed-head.ts'
import { proveRecord } from '../core/tlog/record-proof.ts'
import { tileHashReader } from '../core/tlog/tile-reader.ts'
import { partKey } from '../core/toolchain/part-key.ts'
import { blobKey } from '../core/tree/keys.ts'
import { maxRootFileBytes } from '../core/zip/limits.ts'
import { readFormat } from '../services/format/format.ts'
import { GivenUp } from '../services/gc/given-up.ts'
import { readMisses } from '../services/misses/misses.ts'
import { openKeys, openStoreAlone } from './compose.ts'
import { readLeaves, readTiles } from './folder-log.ts'
import { openReader } from './node/open-reader.ts'

/**
 * Opens the node's folder for a command that only reads; a running node
 * is not disturbed. Throws `absent` where no node was started in it.
 */
export async function openFolder(data: string, keyText: string | undefined): Promise<Folder> {
  const store = openStoreAlone(data)
  await readFormat(store)
  const identity = await openKeys(data, keyText).load()
  if (identity === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const { name, verifiers, verifierKeys } = identity
  const reader = await openReader(store, { name, verifierKeys })
  if (reader.latest === undefined) throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const givenUp = await GivenUp.read(store)
  /** The keys of the go.mods that were read: they need not be looked for again. */
  const read = new Set<string>()
  const head = openSignedHead(reader.latest, verifiers)
  const readHashes = tileHashReader(head, tiles => readTiles(reader, tiles))
  const checkpoint = Buffer.from((await reader.checkpoint()) ?? []).toString()
  return {
    name,
    verifierKeys,
    state: reader.state,
    complete: path => reader.state.complete(path).filter(version => !givenUp.has({ path, version })),
    head: { size: head.size, root: head.root, note: Buffer.from(reader.latest).toString(), checkpoint },
    leaves: (from, to) => readLeaves(reader, head.size, from, to),
    prove: id => proveRecord(head.size, id, readHashes),
    receipt: note => openReceipt(note, { name, verifiers, size: head.size, read: readHashes }),
    goMod: async module => {
      const key = blobKey('public', module, 'mod')
      const bytes = await store.read(key, maxRootFileBytes)
      if (bytes !== undefined) read.add(key)
      return bytes
    },
    has: async (module, part) => {
      const key = partKey(reader.state, module, part)
      return key !== undefined && (read.has(key) || (await store.stat(key)) !== undefined)
    },
    misses: () => readMisses(store),
  }
}
