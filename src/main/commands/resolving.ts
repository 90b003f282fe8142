import type { ClosureAccess, Resolved, ResolveRequest } from '../../cli/closure-access.ts'
import type { Folder } from '../../cli/folder.ts'
import { GoferryError, isGoferryError } from '../../core/errors.ts'
import type { Receipt } from '../../core/receipt/receipt.ts'
import type { Watch } from '../../ports/watch.ts'
import { lackingOf, lackingSince } from '../../services/closure/lacking.ts'
import { openFolder } from '../open-folder.ts'
import { chooseChain } from '../upstream-choice.ts'
import { type Chain, openIfThere } from './preview-world.ts'
import { resolveClosure } from './resolve-closure.ts'
import type { Scope } from './scope.ts'
import { sizesOf, unreleasedOf } from './upstream-says.ts'

/** What works out what a project needs. Nothing of it changes the node, and none needs to be there. */
export function resolving(scope: Scope): Pick<ClosureAccess, 'resolve'> {
  return { resolve: (request, watch) => resolveAt(scope, request, watch) }
}

async function resolveAt(scope: Scope, request: ResolveRequest, watch: Watch): Promise<Resolved> {
  const settings = scope.settings()
  let chosen: ReturnType<Chain> | undefined
  const chain = () => (chosen ??= chooseChain(settings, request.upstream))
  // What is named is checked at once; the go command is asked no sooner than something is lacking,
  // or a toolchain asked for.
  if ((request.upstream ?? settings.upstream) !== undefined) await chain()
  // A receipt is of a log, which must be there.
  const folder = request.receipt === undefined ? await openIfThere(scope) : await openFolder(scope.data, scope.keyText)
  const receipt = request.receipt && folder && (await receiptOf(folder, request.receipt))
  const given = { chain, folder, watch }
  const closure = await resolveClosure(scope, given, request.closure)
  const found = await lackingOf(closure.versions, folder ?? { state: undefined, has: async () => false })
  const isAsked = request.sizes && found.some(({ lacks, zipBytes }) => lacks.includes('zip') && zipBytes === undefined)
  const { versions: lacking, unavailable } = isAsked
    ? await sizesOf(scope, given, found)
    : { versions: found, unavailable: new Map<string, unknown>() }
  const asksGo = request.sizes && request.closure.project !== undefined
  const unreleased = asksGo ? await unreleasedOf(scope, given, closure) : undefined
  const resolved = { ...closure, lacking, unavailable, ...(unreleased && { unreleased }) }
  if (folder === undefined || receipt === undefined) return resolved
  const { size } = receipt
  return { ...resolved, receipt: { size, lacking: lackingSince(lacking, folder.state, size) } }
}

/** Throws `bad-receipt` for what no key of the log signed, and what is no checkpoint of it. */
async function receiptOf(folder: Folder, { file, note }: NonNullable<ResolveRequest['receipt']>): Promise<Receipt> {
  try {
    return await folder.receipt(note)
  } catch (cause) {
    if (!isGoferryError(cause, 'bad-note')) throw cause
    throw new GoferryError('bad-receipt', {
      subject: file,
      reason: 'receipt.no-checkpoint',
      params: { name: folder.name, why: cause.message },
      cause,
    })
  }
}
