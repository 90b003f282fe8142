import { describe, GoferryError } from '../../core/errors.ts'
import { nodeName } from '../../core/graph/module-graph.ts'
import { neededToolchain } from '../../core/graph/needed-toolchain.ts'
import { KINDS, type Kind } from '../../core/tree/keys.ts'
import type { LackingVersion } from '../../services/closure/lacking.ts'
import type { Resolved } from '../closure-access.ts'
import type { Context } from '../context.ts'
import { size } from '../progress-line.ts'

/** What is counted of the parts that somebody lacks: how many, the bytes of their zips, and how many say none. */
interface Lacks extends Record<Kind, number> {
  readonly bytes: number
  readonly unsized: number
}

/**
 * The counts, with sizes where these `areAsked`, of what the node lacks and of what came after the receipt; then throws
 * `incomplete` where something could not be read, so that the list has holes, or cannot be had.
 */
export function summarise(context: Context, name: string, resolved: Resolved, areAsked: boolean): void {
  const { options, note, say, print, terminal } = context
  const { lacking, buildList, mains, unread, unavailable, untidy, isTidied, receipt, unreleased } = resolved
  const parts = count(lacking, ({ parts: all }) => all)
  const lacks = lacksOf(lacking)
  const heldBytes = zipBytes(
    lacking.filter(({ parts: all, lacks: some }) => all.includes('zip') && !some.includes('zip')),
  )
  const since = receipt && { size: receipt.size, ...lacksOf(receipt.lacking) }
  const toolchain = neededToolchain(mains)
  const noGo = unreleased === undefined ? [] : [[unreleased.subject, unreleased] as const]
  const troubles = [...unread, ...unavailable, ...noGo].map(([module, error]) => ({
    module,
    error: describe(error, terminal.lang),
  }))
  if (options.json) {
    const { bytes, unsized, ...lacked } = lacks
    const facts = { buildList: buildList.length, toolchain, parts, lacks: lacked, bytes, unsized, heldBytes }
    print(JSON.stringify({ project: name, ...facts, receipt: since, untidy, troubles }))
  } else {
    for (const { module, error } of troubles) note(`${module}\t${error}`)
    note(say('cli.resolve.total', { name, modules: buildList.length, ...parts }))
    if (toolchain !== undefined && unreleased === undefined) note(say('cli.resolve.toolchain', { toolchain }))
    note(say('cli.resolve.new', { ...lacks, size: sizes(context, lacks, areAsked), held: size(heldBytes) }))
    if (since) note(say('cli.resolve.since', { ...since, entries: since.size, size: sizes(context, since, areAsked) }))
    const [first] = untidy
    const signs = { signs: untidy.length, first: first === undefined ? '' : nodeName(first.module) }
    if (isTidied) note(say('cli.resolve.tidied', signs))
    else if (first !== undefined) note(say('cli.resolve.untidy', signs))
  }
  const incomplete = (reason: 'closure.unread' | 'closure.unavailable' | 'closure.unreleased', n: number) =>
    new GoferryError('incomplete', { subject: name, reason, params: { n } })
  if (unread.size > 0) throw incomplete('closure.unread', unread.size)
  if (unavailable.size > 0) throw incomplete('closure.unavailable', unavailable.size)
  if (unreleased !== undefined) throw incomplete('closure.unreleased', 1)
}

function lacksOf(versions: readonly LackingVersion[]): Lacks {
  const zips = versions.filter(({ lacks }) => lacks.includes('zip'))
  const unsized = zips.filter(zip => zip.zipBytes === undefined).length
  return { ...count(versions, ({ lacks }) => lacks), bytes: zipBytes(zips), unsized }
}

function count(versions: readonly LackingVersion[], of: (version: LackingVersion) => readonly Kind[]) {
  const kinds = versions.flatMap(of)
  return Object.fromEntries(KINDS.map(kind => [kind, kinds.filter(one => one === kind).length])) as Record<Kind, number>
}

function zipBytes(versions: readonly LackingVersion[]): number {
  return versions.reduce((sum, version) => sum + (version.zipBytes ?? 0), 0)
}

/** `12 MB`, and how many zips are not in the sum. */
function sizes({ say }: Context, { bytes, unsized }: Lacks, areAsked: boolean): string {
  if (!areAsked && unsized > 0) return say('cli.resolve.unasked')
  return unsized === 0 ? size(bytes) : say('cli.resolve.unsized', { size: size(bytes), unsized })
}
