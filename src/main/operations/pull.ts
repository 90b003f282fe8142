import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import type { Watch } from '../../ports/watch.ts'
import { Tally, type WatchReport } from '../../services/watch/tally.ts'
import { pullWatched } from '../../services/watch/watch.ts'
import { policyOf } from '../config/policy.ts'
import { pullsAnything } from '../config/watch.ts'
import type { Writer } from '../node/writer.ts'
import { chooseChain } from '../upstream-choice.ts'
import { provePulled } from './prove-pulled.ts'
import { pullProjects } from './pull-projects.ts'
import { pullToolchains } from './pull-toolchains.ts'
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

/**
 * Pulls into the node of `writer` what its settings watch: modules, projects, toolchains. Throws `usage`, `missing`,
 * what `pullWatched` throws.
 */
export async function pullInto(writer: Writer, argument: unknown, watch: Watch): Promise<WatchReport> {
  const request = checkPull(argument)
  const { mirror } = writer.settings
  if (mirror === undefined || !pullsAnything(mirror))
    throw new GoferryError('missing', { subject: 'mirror', reason: 'watch.nothing' })
  const chain = await chooseChain(writer.settings, request.upstream)
  if (chain === undefined) throw new GoferryError('missing', { subject: 'upstream', reason: 'answer.no-upstream' })
  const pulling = { writer, chain, watch }
  await writer.room.check()
  const modules = watchedModules(mirror.watch, writer.log.state, policyOf(writer.settings))
  const take = taker(pulling, module => levelOf(modules, module.path))
  const tally = new Tally({ watch, journal: writer.journal })
  await pullWatched(watchWorld(pulling, take), modules, { ...request, tally })
  await pullProjects(pulling, mirror.watch, { ...request, tally })
  if (mirror.toolchains !== undefined) await pullToolchains(pulling, mirror.toolchains, { ...request, tally })
  if (tally.report.added > 0) await provePulled(pulling)
  return tally.report
}
