import type { MainModules } from '../../core/graph/main-modules.ts'
import { type ModuleGraph, nodeName } from '../../core/graph/module-graph.ts'
import { isPseudoModule } from '../../core/graph/pseudo-modules.ts'
import { printable } from '../../core/messages/text.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'

/**
 * The build list as a tree below the main modules: each module at its selected version, below the first that requires
 * it on the shortest way. What another version is required than is selected says so.
 */
export function treeLines(graph: ModuleGraph, mains: MainModules): string[] {
  const seen = new Set<string>()
  const children = new Map<string, { readonly module: ModuleVersion; readonly asked: string }[]>()
  const queue = [...mains.versions]
  for (const module of queue) seen.add(module.path)
  for (const module of queue) {
    const below: { module: ModuleVersion; asked: string }[] = []
    for (const { path, version: asked } of graph.requiredBy(module) ?? []) {
      const version = graph.selected(path)
      if (version === undefined || isPseudoModule(path) || seen.has(path)) continue
      seen.add(path)
      below.push({ module: { path, version }, asked })
      queue.push({ path, version })
    }
    children.set(nodeName(module), below)
  }
  const lines: string[] = []
  const draw = (module: ModuleVersion, indent: string) => {
    const below = children.get(nodeName(module)) ?? []
    for (const [i, { module: child, asked }] of below.entries()) {
      const isLast = i === below.length - 1
      const raised = asked === child.version ? '' : ` (${asked})`
      lines.push(printable(`${indent}${isLast ? '└─ ' : '├─ '}${nodeName(child)}${raised}`))
      draw(child, `${indent}${isLast ? '   ' : '│  '}`)
    }
  }
  for (const main of mains.versions) {
    lines.push(printable(nodeName(main)))
    draw(main, '')
  }
  return lines
}
