import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { isGoferryError } from '../../core/errors.ts'
import type { ProofsEntry } from '../../core/log/entry.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { proofsKey } from '../../core/proofs/proofs.ts'
import { readChunks } from '../../ports/read-whole.ts'
import type { ReceiptWorld } from '../../services/ferry/in/receipt.ts'
import { ProofsBlob } from '../../services/proofs/proofs-blob.ts'
import { makeFlatFolder, openKeyFiles } from '../compose.ts'
import { databaseOf } from '../config/policy.ts'
import type { Writer } from '../node/writer.ts'

/** The `h1:` of the module zip at `key` of the store; undefined for what is none. Throws what the store throws. */
export async function h1Of(
  { store, zipCheck }: Pick<Writer, 'store' | 'zipCheck'>,
  module: ModuleVersion,
  key: string,
): Promise<string | undefined> {
  const blob = await store.open(key)
  if (blob === undefined) return undefined
  try {
    // A store that is no disk has no file for the threads to read.
    const staged = blob.location === undefined ? await store.stage(readChunks(blob), blob.size) : undefined
    try {
      return (await zipCheck.inspect(staged?.location ?? blob.location ?? '', module)).h1
    } finally {
      await staged?.discard()
    }
  } catch (error) {
    if (isGoferryError(error, 'bad-zip', 'too-large', 'bad-module-path', 'bad-version')) return undefined
    throw error
  }
}

/**
 * Whether the proofs at `key` are signed by the public database and go further than those that the log names: to a
 * later head, or to more records under the same.
 */
export async function areForward(
  { store, log, settings }: Pick<Writer, 'store' | 'log' | 'settings'>,
  entry: ProofsEntry,
  key: string,
): Promise<boolean> {
  const verifiers = [parseVerifier(databaseOf(settings).verifierKey)]
  try {
    const inQuarantine = { open: (asked: string) => store.open(asked === proofsKey(entry.sha256) ? key : asked) }
    const brought = await ProofsBlob.open(inQuarantine, entry, verifiers)
    if (brought === undefined) return false
    const ours = log.state.proofs && (await ProofsBlob.open(store, log.state.proofs, verifiers))
    if (ours === undefined) return true
    const further = brought.proofs.heads[0].size - ours.proofs.heads[0].size
    return further > 0 || (further === 0 && brought.proofs.records.length > ours.proofs.records.length)
  } catch (error) {
    if (isGoferryError(error, 'store-damaged', 'bad-proof', 'bad-note')) return false
    throw error
  }
}

/** What receipts of the node of `writer` are made with. */
export async function receiptWorld({ data, log }: Pick<Writer, 'data' | 'log'>): Promise<ReceiptWorld> {
  return {
    files: openKeyFiles(join(data, 'keys')),
    log: log.head().name,
    newSeed: () => randomBytes(32),
    receipts: await makeFlatFolder(join(data, 'ferry', 'receipts')),
  }
}
