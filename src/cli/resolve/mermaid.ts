import { nodeName } from '../../core/graph/module-graph.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Resolved } from '../closure-access.ts'

/** The build list as a Mermaid flowchart: an arrow from each module to those that it requires, as they are selected. */
export function mermaid({ graph, mains, buildList }: Pick<Resolved, 'graph' | 'mains' | 'buildList'>): string {
  const modules = [...mains.versions, ...buildList.map(({ module }) => module)]
  const numbers = new Map(modules.map((module, i) => [nodeName(module), i]))
  const lines = ['flowchart LR', ...modules.map((module, i) => `  m${i}["${label(module)}"]`)]
  for (const module of modules)
    for (const below of graph.selectedBelow(module)) {
      const to = numbers.get(nodeName(below))
      if (to !== undefined) lines.push(`  m${numbers.get(nodeName(module))} --> m${to}`)
    }
  return lines.join('\n')
}

/** A module as a label: what Mermaid would take for its own signs is written as entities. */
function label(module: ModuleVersion): string {
  return nodeName(module).replace(/[^\w.@/+~-]/g, c => `#${c.codePointAt(0)};`)
}
