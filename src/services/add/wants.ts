import type { GoSumLine } from '../../core/sumdb/go-sum-file.ts'
import { KINDS, type Kind } from '../../core/tree/keys.ts'
import type { ModuleWalk } from '../../ports/module-walk.ts'
import type { Watch } from '../../ports/watch.ts'
import type { Want, Wanted } from './world.ts'

/**
 * What the lines of a go.sum want: a version with the hash of its zip, all parts; one with that of its go.mod alone,
 * only this, as the go command reads it for the graph.
 */
export function wantsOfGoSum(lines: readonly GoSumLine[]): Want[] {
  const wants = new Map<string, { path: string; query: string; sums: { h1Zip?: string; h1Mod?: string } }>()
  for (const { path, version, part, h1 } of lines) {
    const key = `${path}@${version}`
    const want = wants.get(key) ?? { path, query: version, sums: {} }
    want.sums[part === 'zip' ? 'h1Zip' : 'h1Mod'] = h1
    wants.set(key, want)
  }
  return [...wants.values()].map(want => ({ ...want, parts: want.sums.h1Zip === undefined ? ['mod'] : KINDS }))
}

/** The zip last: it carries a go.mod, and what lies beside it is to be looked at too. */
const order: readonly Kind[] = ['mod', 'info', 'zip']

/**
 * What lies in a folder, as wants: of each version the parts that are there, each for itself. What is foreign is told.
 * Memory grows with the number of versions.
 */
export async function wantsOfWalk(walk: ModuleWalk, watch: Watch): Promise<Wanted> {
  let foreign = 0
  const versions = new Map<string, { path: string; query: string; parts: Kind[] }>()
  for await (const found of walk()) {
    if ('foreign' in found) {
      foreign++
      await watch.tell({ subject: found.foreign, outcome: 'foreign' })
      continue
    }
    const { path, version } = found.module
    const key = `${path}@${version}`
    const want = versions.get(key) ?? { path, query: version, parts: [] }
    want.parts.push(found.kind)
    versions.set(key, want)
  }
  const byOrder = (a: Kind, b: Kind) => order.indexOf(a) - order.indexOf(b)
  const wants = [...versions.values()].map(({ parts, ...want }) => ({
    ...want,
    parts: parts.sort(byOrder),
    apart: true,
  }))
  return { wants, foreign }
}
