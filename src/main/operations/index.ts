import { z } from 'zod'
import type { RebuildReport } from '../../cli/keeping-access.ts'
import { GoferryError } from '../../core/errors.ts'
import { MODULE_KINDS } from '../../ports/module-index.ts'
import type { Watch } from '../../ports/watch.ts'
import { search, whoRequires } from '../../services/index/search.ts'
import { isVersionVisible } from '../../services/serve/visibility.ts'
import { policyOf } from '../config/policy.ts'
import type { Writer } from '../node/writer.ts'

const limit = z.int().min(1).max(10_000)
/** What `goferry search` sends. */
const searchRequest = z.strictObject({ text: z.string(), kind: z.enum(MODULE_KINDS).optional(), limit })
/** What `goferry who-requires` sends. */
const requiresRequest = z.strictObject({ path: z.string(), version: z.string().optional(), limit })

/** Looks a text up in the node's index, as its policy allows. Throws `usage`, and what index and store throw. */
export async function searchNode(writer: Writer, argument: unknown): Promise<unknown> {
  const { text, kind, limit } = parsed('search', searchRequest, argument)
  await writer.index.keeper.inStep()
  return search(searchWorld(writer), text, { kind, limit })
}

/** Who requires a module, as policy allows. Throws `usage`, `bad-module-path`, and what index and store throw. */
export async function whoRequiresAt(writer: Writer, argument: unknown): Promise<unknown> {
  const { path, version, limit } = parsed('who-requires', requiresRequest, argument)
  await writer.index.keeper.inStep()
  return whoRequires(searchWorld(writer), { path, version }, limit)
}

/** Makes again what follows from log and tree: the lists of every module, and the index. Throws what each throws. */
export async function rebuildNode(writer: Writer, watch: Watch): Promise<RebuildReport> {
  const { log, tree, index } = writer
  const paths = [...log.state.paths()]
  let relisted = 0
  for (const [i, path] of paths.entries()) {
    goOn(watch)
    const stale = await tree.stale(path)
    if (stale.length > 0) await tree.relist(path)
    relisted += stale.length
    watch.progress({ done: i, total: paths.length, bytes: 0, totalBytes: undefined, at: path })
  }
  await index.keeper.anew(watch.signal, (done, total, at) =>
    watch.progress({ done, total, bytes: 0, totalBytes: undefined, at }),
  )
  goOn(watch)
  const versions = paths.reduce((sum, path) => sum + log.state.versions(path).length, 0)
  return { modules: paths.length, versions, relisted }
}

function searchWorld({ index, log, givenUp, settings }: Writer) {
  const { state } = log
  const policy = policyOf(settings)
  return {
    index: index.index,
    state,
    isVisible: (module: Parameters<typeof isVersionVisible>[2]) => isVersionVisible(policy, state, module),
    isGivenUp: givenUp.has.bind(givenUp),
  }
}

function parsed<T>(subject: string, schema: z.ZodType<T>, argument: unknown): T {
  const result = schema.safeParse(argument)
  if (!result.success) throw new GoferryError('usage', { subject, cause: result.error })
  return result.data
}

function goOn({ signal }: Watch): void {
  if (signal.aborted) throw new GoferryError('interrupted', { subject: 'rebuild' })
}
