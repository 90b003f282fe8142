import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import { type GcReport, gc } from '../../services/gc/gc.ts'
import { clock } from '../compose.ts'
import { keepRulesOf, roomRulesOf } from '../config/room.ts'
import { schema } from '../config/schema.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'

/** What `goferry gc` sends: besides `apply`, settings that take the place of the node's own this once. */
const gcRequest = z.strictObject({
  apply: z.boolean(),
  ...z.object(schema.shape).pick({ quota: true, keepFor: true }).shape,
  keepNewest: schema.shape.keepNewest.unwrap().optional(),
})

/** The nodes in which zips are being given up: one run at a time. */
const underWay = new WeakSet<Writer>()

/**
 * Gives up what nothing keeps in the node of `writer`, or tells what that would be. It is no job, since it must run on
 * a disk without a free byte. Throws `usage`, `busy` where it is under way already, and what `gc` throws.
 */
export async function gcNode(writer: Writer, argument: unknown, watch: Watch): Promise<GcReport> {
  const parsed = gcRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'gc', cause: parsed.error })
  const { apply, ...given } = parsed.data
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const settings = { ...writer.settings, ...chosen }
  const { store, tree, room, givenUp, log } = writer
  const world = { store, tree, room, givenUp, state: log.state, clock, watch, reached: reachedStep }
  const options = { apply, rules: keepRulesOf(settings), quota: roomRulesOf(settings).quota }
  if (!apply) return gc(world, options)
  if (underWay.has(writer)) throw new GoferryError('busy', { subject: 'gc', reason: 'gc-under-way' })
  underWay.add(writer)
  try {
    return await writer.ballast.spent(() => gc(world, options))
  } finally {
    underWay.delete(writer)
  }
}
