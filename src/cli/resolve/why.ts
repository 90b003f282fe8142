import { GoferryError } from '../../core/errors.ts'
import { nodeName } from '../../core/graph/module-graph.ts'
import { printable } from '../../core/messages/text.ts'
import { sortVersions } from '../../core/module/semver.ts'
import type { Resolved } from '../closure-access.ts'
import { wantedVersions } from './conflicts.ts'

/**
 * Why a module is there: the shortest way to the selected version, then each version that is required and by whom.
 * Throws `absent` where the graph does not have it.
 */
export function whyLines({ graph, mains }: Resolved, path: string): string[] {
  const selected = graph.selected(path)
  const way = graph.pathTo(module => module.path === path && module.version === selected)
  if (selected === undefined || way === undefined)
    throw new GoferryError('absent', { subject: path, reason: 'closure.not-in-graph' })
  const lines = way.map((module, i) => printable(`${'  '.repeat(i)}${nodeName(module)}`))
  const actual = mains.actual({ path, version: selected })
  if (actual.path !== path || actual.version !== selected) lines.push(printable(`=> ${nodeName(actual)}`))
  const versions = wantedVersions(graph).get(path) ?? new Map<string, string[]>()
  for (const version of sortVersions(versions.keys()).reverse())
    lines.push([version, (versions.get(version) ?? []).join(' ')].map(printable).join('\t'))
  return lines
}
