import { GoferryError } from '../../core/errors.ts'
import { importFolderName } from '../../core/ferry/quarantine.ts'
import { formatEntry } from '../../core/log/format-entry.ts'
import type { FlatFolder } from '../../ports/flat-folder.ts'
import type { Watch } from '../../ports/watch.ts'
import { writeReceipt } from '../../services/ferry/in/receipt.ts'
import type { TakingWorld } from '../../services/ferry/in/taking-world.ts'
import { Batch } from '../../services/log/batch.ts'
import { checkRecorded } from '../../services/proofs/check-recorded.ts'
import { checkPart } from '../../services/verify/check-part.ts'
import { clock, openImports, openTreeFiles } from '../compose.ts'
import { loadTrust, trustFileOf } from '../config/trust.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'
import { areForward, h1Of, receiptWorld } from './taken-blobs.ts'

/** What taking the bundle of the header `bundle` in needs of the node of `writer`. Throws `absent`, `bad-settings`. */
export async function takingWorld(writer: Writer, bundle: string, watch: Watch): Promise<TakingWorld> {
  const { data, store, log, tree, zipCheck, givenUp, journal, settings } = writer
  const isGivenUp = givenUp.has.bind(givenUp)
  const parts = { store, state: log.state, zipCheck }
  return {
    folder: await importFolder(data, bundle),
    store,
    files: openTreeFiles(data),
    log: {
      name: log.head().name,
      state: log.state,
      news: entries => {
        const batch = new Batch(log.head().name, log.state)
        batch.add(entries.map(entry => ({ entry, text: formatEntry(entry) })))
        return batch.leaves.map(({ entry }) => entry)
      },
      append: writer.append,
    },
    tree,
    trust: loadTrust(trustFileOf(data, settings)),
    damageOf: async (module, part) => {
      const damage = await checkPart(parts, module, part, () => undefined)
      return damage === 'missing' || damage === undefined ? damage : 'damaged'
    },
    damageOfProofs: entry => checkRecorded(store, entry),
    isGivenUp,
    h1Of: (module, key) => h1Of(writer, module, key),
    areForward: (entry, key) => areForward(writer, entry, key),
    partsCame: (module, bytes) => {
      if (bytes > 0) writer.pullRoom.took(module, bytes)
      writer.index.keeper.changed(module)
    },
    writeReceipt: async head => writeReceipt(await receiptWorld(writer), head, clock.now()),
    clock,
    journal,
    watch,
    reached: reachedStep,
  }
}

async function importFolder(data: string, bundle: string): Promise<FlatFolder> {
  const folder = await openImports(data).open(importFolderName(bundle))
  if (folder === undefined) throw new GoferryError('absent', { subject: bundle, reason: 'bundle.no-such' })
  return folder
}
