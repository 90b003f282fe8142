import { GoferryError } from '../../core/errors.ts'
import { type FormatReport, readFormat } from '../../services/format/format.ts'
import { openKeys, openStore } from '../compose.ts'
import { commandJournal } from '../node/command-journal.ts'
import { askNode } from '../node/control-client.ts'
import { openWriter } from '../node/open-writer.ts'
import type { Scope } from './scope.ts'

/**
 * What this program makes of the data folder; unless it is only a check, the folder becomes one of this program, which
 * a node that runs has done. Throws `absent`, `format-unknown`, and what opening the folder throws.
 */
export async function upgradeNode(scope: Scope, { check }: { readonly check: boolean }): Promise<FormatReport> {
  const { data, keyText } = scope
  const store = openStore(data)
  const found = await readFormat(store)
  if ((await openKeys(data, keyText).load()) === undefined)
    throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  if (check || (await askNode(data, 'status', null)) !== undefined) return found
  const settings = scope.settings()
  const journal = commandJournal(settings, scope)
  const writer = await openWriter({ data, settings, upstreamUrl: undefined, keyText, journal })
  await writer.close()
  return readFormat(store)
}
