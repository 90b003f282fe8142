import { z } from 'zod'
import { toWire } from '../../core/error-wire.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import { Tally, type WatchReport } from '../../services/watch/tally.ts'
import { pullWatched } from '../../services/watch/watch.ts'
import { policyOf } from '../config/policy.ts'
import type { Writer } from '../node/writer.ts'
import { chooseChain } from '../upstream-choice.ts'
import { onlyLacks } from './only-lacks.ts'
import { refreshAt } from './proofs.ts'
import { pullProjects } from './pull-projects.ts'
import { taker } from './take-watched.ts'
import { watchWorld } from './watch-world.ts'
import { levelOf, watchedModules } from './watched.ts'

const pullRequest = z.strictObject({ dry: z.boolean().default(false), upstream: z.string().optional() })

/** The request that `argument` is. Throws `usage`. */
export function checkPull(argument: unknown): z.output<typeof pullRequest> {
  const parsed = pullRequest.safeParse(argument ?? {})
  if (!parsed.success) throw new GoferryError('usage', { subject: 'pull', cause: parsed.error })
  return parsed.data
}

/** Pulls into the node of `writer` what its settings watch. Throws `usage`, `missing`, what `pullWatched` throws. */
export async function pullInto(writer: Writer, argument: unknown, watch: Watch): Promise<WatchReport> {
  const request = checkPull(argument)
  const { mirror } = writer.settings
  if (mirror === undefined || mirror.watch.length === 0)
    throw new GoferryError('missing', { subject: 'mirror.watch', reason: 'watch.nothing' })
  const chain = await chooseChain(writer.settings, request.upstream)
  if (chain === undefined) throw new GoferryError('missing', { subject: 'upstream', reason: 'answer.no-upstream' })
  await writer.room.check()
  const modules = watchedModules(mirror.watch, writer.log.state, policyOf(writer.settings))
  const take = taker({ writer, chain, watch }, module => levelOf(modules, module.path))
  const tally = new Tally({ watch, journal: writer.journal })
  await pullWatched(watchWorld({ writer, chain, watch }, take), modules, { ...request, tally })
  await pullProjects({ writer, chain, watch }, mirror.watch, { ...request, tally })
  if (tally.report.added > 0) await prove(writer, chain, watch)
  return tally.report
}

/** Records the proofs of what came; what cannot be proved now is for the next refresh, and is told. */
async function prove(writer: Writer, upstream: string, watch: Watch): Promise<void> {
  try {
    await refreshAt(writer, { upstream }, onlyLacks(watch))
  } catch (error) {
    if (!isGoferryError(error, 'not-checked', 'upstream-failed', 'upstream-refused', 'absent')) throw error
    await watch.tell({ subject: 'proofs', outcome: 'lacks', error: toWire(error) })
  }
}
