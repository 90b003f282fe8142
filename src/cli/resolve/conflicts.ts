import { type ModuleGraph, nodeName } from '../../core/graph/module-graph.ts'
import { isPseudoModule } from '../../core/graph/pseudo-modules.ts'
import { printable } from '../../core/messages/text.ts'
import { sortVersions } from '../../core/module/semver.ts'

/** The modules that are required at several versions: the one that is selected, the others, and who wants them. */
export function conflictLines(graph: ModuleGraph): string[] {
  return [...wantedVersions(graph)]
    .filter(([, versions]) => versions.size > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, versions]) => {
      const lower = sortVersions(versions.keys()).filter(version => version !== graph.selected(path))
      const wants = lower.map(version => wanted(version, versions)).join('; ')
      return `${printable(`${path}@${graph.selected(path)}`)}\t${wants}`
    })
}

function wanted(version: string, versions: ReadonlyMap<string, readonly string[]>): string {
  const [first = '', ...rest] = versions.get(version) ?? []
  const more = rest.length > 0 ? ` +${rest.length}` : ''
  return printable(`${version} ← ${first}${more}`)
}

/** By path and version: who requires it, in the order of the graph. */
export function wantedVersions(graph: ModuleGraph): Map<string, Map<string, string[]>> {
  const found = new Map<string, Map<string, string[]>>()
  for (const [from, { path, version }] of graph.edges()) {
    if (isPseudoModule(path)) continue
    const versions = found.get(path) ?? new Map<string, string[]>()
    found.set(path, versions.set(version, [...(versions.get(version) ?? []), nodeName(from)]))
  }
  return found
}
