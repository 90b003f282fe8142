import type { LackingVersion } from '../../services/closure/lacking.ts'
import type { Resolved } from '../closure-access.ts'
import { conflictLines } from './conflicts.ts'
import { mermaid } from './mermaid.ts'
import { svg } from './svg.ts'
import { treeLines } from './tree.ts'
import { whyLines } from './why.ts'

/** What is shown of a closure; without any: what is not held. */
export interface Shown {
  readonly why?: string
  readonly tree?: boolean
  readonly conflicts?: boolean
  readonly mermaid?: boolean
  readonly svg?: boolean
  /** What is held, too. */
  readonly all?: boolean
}

/** Whether it is something of a module graph, of which there is one for each input. */
export const isOfGraph = ({ why, tree, conflicts, mermaid: text, svg: picture }: Shown): boolean =>
  why !== undefined || [tree, conflicts, text, picture].includes(true)

/**
 * The lines that `flags` ask for; without any, and with a receipt, what came after that. Throws `absent` for a module
 * that is not in the graph.
 */
export function linesOf(resolved: Resolved, flags: Shown, json: boolean): string[] {
  if (flags.tree) return treeLines(resolved.graph, resolved.mains)
  if (flags.why !== undefined) return whyLines(resolved, flags.why)
  if (flags.conflicts) return conflictLines(resolved.graph)
  if (flags.mermaid) return [mermaid(resolved)]
  if (flags.svg) return [svg(resolved)]
  const shown = (resolved.receipt ?? resolved).lacking.filter(({ lacks }) => flags.all || lacks.length > 0)
  return shown.map(version => (json ? JSON.stringify(version) : versionLine(version)))
}

function versionLine({ path, version, parts, lacks }: LackingVersion): string {
  return [`${path}@${version}`, parts.join(' '), lacks.length === 0 ? 'held' : lacks.join(' ')].join('\t')
}
