import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Scope } from '../commands/scope.ts'
import { openJournal } from '../compose.ts'
import { askNode } from './control-client.ts'
import { openWriter } from './open-writer.ts'
import { operations } from './operations.ts'

/**
 * Runs the operation `name`: in the running node of the folder where there is one, else here, under the lock. Throws
 * what the operation throws, and `data-locked`.
 */
export async function operate(scope: Scope, name: string, argument: unknown, watch: Watch): Promise<unknown> {
  const { data, keyText } = scope
  const asked = await askNode(data, name, argument, watch)
  if (asked !== undefined) return asked.value
  const settings = scope.settings()
  const journal = openJournal(settings, { quiet: true })
  const writer = await openWriter({ data, keyText, settings, upstreamUrl: undefined, journal })
  try {
    const operation = operations(writer)[name]
    if (operation === undefined) throw new GoferryError('internal', { subject: name })
    return await operation(argument, watch)
  } finally {
    await writer.close()
  }
}
