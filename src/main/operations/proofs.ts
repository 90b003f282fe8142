import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { parseVerifier } from '../../core/note/key.ts'
import { whyNotAsked } from '../../core/policy/policy.ts'
import type { Watch } from '../../ports/watch.ts'
import { type RefreshReport, refreshProofs } from '../../services/proofs/refresh.ts'
import { clock, metered, upstreamAt } from '../compose.ts'
import { databaseOf, policyOf } from '../config/policy.ts'
import { reachedStep } from '../crash-point.ts'
import type { Writer } from '../node/writer.ts'

/** What `goferry proofs refresh` sends. */
const refreshRequest = z.strictObject({ upstream: z.string().optional() })

/** The request that `argument` is. Throws `usage`. */
export function checkRefresh(argument: unknown): z.output<typeof refreshRequest> {
  const parsed = refreshRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'proofs', cause: parsed.error })
  return parsed.data
}

/**
 * Records the proofs of what the node of `writer` holds. Throws `usage`, `missing` without an upstream, and what
 * `refreshProofs` throws.
 */
export async function refreshAt(writer: Writer, argument: unknown, watch: Watch): Promise<RefreshReport> {
  const { upstream } = checkRefresh(argument)
  if (upstream === undefined) throw new GoferryError('missing', { subject: 'proofs', reason: 'answer.no-upstream' })
  const { store, log, settings, journal } = writer
  const pull = writer.pullFrom(metered(upstreamAt(upstream), watch.signal))
  const database = pull.served()
  const policy = policyOf(settings)
  return refreshProofs({
    store,
    state: log.state,
    append: writer.append,
    room: writer.pullRoom,
    isAsked: path => whyNotAsked(policy, path) === undefined,
    database: {
      verifier: parseVerifier(databaseOf(settings).verifierKey),
      listed: module => pull.listed(module),
      servedHeads: () => database.servedHeads(),
      serveNewest: () => database.serveNewest(),
      tile: path => database.tile(path),
      fetchedTile: tile => database.fetchedTile(tile),
    },
    clock,
    journal,
    watch,
    reached: reachedStep,
  })
}
