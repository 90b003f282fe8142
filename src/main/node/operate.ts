import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Scope } from '../commands/scope.ts'
import { openKeys } from '../compose.ts'
import { commandJournal } from './command-journal.ts'
import { askNode } from './control-client.ts'
import { openWriter } from './open-writer.ts'
import { operations } from './operations.ts'

/**
 * Runs the operation `name`: in the running node of the folder where there is one, else here, under the lock. Throws
 * what the operation throws, `data-locked`, and `absent` where no node was started in the folder, unless the operation
 * may begin one.
 */
export async function operate(
  scope: Scope,
  name: string,
  argument: unknown,
  watch: Watch,
  { begins = false } = {},
): Promise<unknown> {
  const { data, keyText } = scope
  const asked = await askNode(data, name, argument, watch)
  if (asked !== undefined) return asked.value
  if (!begins && (await openKeys(data, keyText).load()) === undefined)
    throw new GoferryError('absent', { subject: data, reason: 'cli.no-node' })
  const settings = scope.settings()
  const journal = commandJournal(settings, scope)
  const writer = await openWriter({ data, keyText, settings, upstreamUrl: undefined, journal })
  try {
    const operation = operations(writer)[name]
    if (operation === undefined) throw new GoferryError('internal', { subject: name })
    return await operation(argument, watch)
  } finally {
    await writer.close()
  }
}
