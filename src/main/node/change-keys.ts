import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { Keys } from '../../services/keys/keys.ts'

/** A change of keys as it comes through the control socket; `make` and `restore` are for folders without a node. */
const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rotate') }),
  z.object({ kind: z.literal('finish') }),
  z.object({ kind: z.literal('rename'), name: z.string() }),
])

/** Changes the keys; the log is signed anew by whoever has it open. Throws `usage` and what `Keys` throws. */
export async function changeKeys(keys: Keys, argument: unknown): Promise<void> {
  const parsed = change.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'keys', reason: 'cli.keys-have-node' })
  const { data } = parsed
  if (data.kind === 'rotate') await keys.beginRotation()
  else if (data.kind === 'finish') await keys.finishRotation()
  else await keys.rename(data.name)
}
