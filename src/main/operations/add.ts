import { z } from 'zod'
import { GoferryError } from '../../core/errors.ts'
import { blobKey, KINDS } from '../../core/tree/keys.ts'
import { maxRootFileBytes } from '../../core/zip/limits.ts'
import type { Watch } from '../../ports/watch.ts'
import { type AddReport, add } from '../../services/add/add.ts'
import { wantsOfWalk } from '../../services/add/wants.ts'
import type { AddPull, AddWorld } from '../../services/add/world.ts'
import { metered } from '../compose.ts'
import type { Writer } from '../node/writer.ts'
import { projectRequest, wantsOfProject } from './project.ts'
import { openSource } from './sources.ts'

/** What `goferry add` sends: wants by name, a project, or a folder that is taken whole. */
const addRequest = z.strictObject({
  wants: z
    .array(
      z.strictObject({
        path: z.string(),
        query: z.string(),
        parts: z.array(z.enum(KINDS)),
        sums: z.strictObject({ h1Zip: z.string().optional(), h1Mod: z.string().optional() }).optional(),
      }),
    )
    .default([]),
  project: projectRequest.optional(),
  taken: z.array(z.string()).default([]),
  upstream: z.string().optional(),
  modcache: z.string().optional(),
  athens: z.string().optional(),
})

/** The request that `argument` is. Throws `usage`. */
export function checkAdd(argument: unknown): z.output<typeof addRequest> {
  const parsed = addRequest.safeParse(argument)
  if (!parsed.success) throw new GoferryError('usage', { subject: 'add', cause: parsed.error })
  return parsed.data
}

/** Adds to the node of `writer` what `argument` asks for. Throws `usage` and what `add` throws. */
export async function addTo(writer: Writer, argument: unknown, watch: Watch): Promise<AddReport> {
  const request = checkAdd(argument)
  await writer.room.check()
  await writer.tree.relistLeft()
  const { upstream: source, walk } = openSource(request)
  const upstream = metered(source, watch.signal)
  const pull = writer.pullFrom(upstream)
  const taken = new Set(request.taken)
  const world = { ...addWorld(writer, pull, () => upstream.bytes, watch), taken }
  if (walk !== undefined) return add(world, await wantsOfWalk(walk, watch))
  if (request.project === undefined) return add(world, { wants: request.wants, foreign: 0 })
  const { project } = request
  const { wants, failed, untidy } = await wantsOfProject({ writer, pull, watch, taken }, project)
  const report = await add(world, { wants: [...request.wants, ...wants], foreign: 0 })
  const more = project.tidyOnly && untidy > 0 && { taken: [...taken] }
  return { ...report, failed: report.failed + failed, untidy, ...more }
}

/** What adding by `pull` needs of the node of `writer`; `bytes` have come so far. */
export function addWorld({ log, tree, store }: Writer, pull: AddPull, bytes: () => number, watch: Watch): AddWorld {
  return {
    pull,
    state: log.state,
    has: tree.has.bind(tree),
    readMod: module => store.read(blobKey('public', module, 'mod'), maxRootFileBytes),
    bytes,
    watch,
  }
}
