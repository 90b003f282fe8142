import { join } from 'node:path'
import type { TakingAccess } from '../../cli/taking-access.ts'
import { GoferryError } from '../../core/errors.ts'
import { readFile } from '../../services/ferry/in/opened-import.ts'
import { receiptFile } from '../../services/ferry/in/receipt.ts'
import { type KnownSite, type LastReceipt, listSites } from '../../services/ferry/sites/sites.ts'
import { makeFlatFolder, openStore } from '../compose.ts'
import { openFolder } from '../open-folder.ts'
import { operateNow } from './operate-now.ts'
import { readNote } from './read-note.ts'
import type { Scope } from './scope.ts'

/** What is done with receipts: shown where they are written, taken over where the mirror is. */
export function receipting(
  scope: Scope,
): Pick<TakingAccess, 'showReceipt' | 'receiptKey' | 'addSite' | 'listSites' | 'acceptReceipt'> {
  return {
    showReceipt: origin => shownReceipt(scope, origin),
    receiptKey: async () => (await operateNow(scope, 'ferry-receipt-key', null)) as { readonly key: string },
    addSite: async (name, key) => (await operateNow(scope, 'ferry-site-add', { name, key })) as KnownSite,
    listSites: async () => {
      await openFolder(scope.data, scope.keyText)
      return listSites(openStore(scope.data))
    },
    acceptReceipt: async (file, name) => {
      const note = await readNote(file)
      return (await operateNow(scope, 'ferry-receipt-accept', { name, note })) as LastReceipt
    },
  }
}

/** The receipt for the cursor of the mirror's log. */
async function shownReceipt({ data, keyText }: Scope, origin: string | undefined) {
  const { state } = await openFolder(data, keyText)
  const newest = state.imports.findLast(each => origin === undefined || each.origin === origin)
  const folder = await makeFlatFolder(join(data, 'ferry', 'receipts'))
  const name = newest && receiptFile(newest.origin, newest.size)
  const bytes = name === undefined ? undefined : await readFile(folder, name)
  if (name === undefined || bytes === undefined)
    throw new GoferryError('absent', { subject: origin ?? 'receipt', reason: 'receipt.none' })
  return { file: join(folder.location, name), receipt: Buffer.from(bytes).toString() }
}
