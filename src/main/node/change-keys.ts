import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { PublicIdentity } from './open-reader.ts'
import type { Writer } from './open-writer.ts'

/** A change of keys as it comes through the control socket; `make` and `restore` are for folders without a node. */
const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rotate') }),
  z.object({ kind: z.literal('finish') }),
  z.object({ kind: z.literal('rename'), name: z.string() }),
])

/** Changes the keys of an open writer and signs its log anew. Throws `usage` and what `Keys` throws. */
export async function changeKeys(
  { keys, resign }: Pick<Writer, 'keys' | 'resign'>,
  argument: unknown,
): Promise<PublicIdentity> {
  const parsed = change.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'keys', reason: 'cli.keys-have-node' })
  const { data } = parsed
  if (data.kind === 'rotate') await keys.beginRotation()
  else if (data.kind === 'finish') await keys.finishRotation()
  else await keys.rename(data.name)
  return resign()
}
