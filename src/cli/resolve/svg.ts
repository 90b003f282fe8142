import { nodeName } from '../../core/graph/module-graph.ts'
import type { ModuleVersion } from '../../core/module/module-version.ts'
import type { Resolved } from '../closure-access.ts'

/** In pixels: the height of a row, the width of a letter, the room between columns and around the picture. */
const [row, letter, gap, margin] = [22, 7.2, 90, 20]

interface Box {
  readonly module: ModuleVersion
  readonly x: number
  readonly y: number
  readonly width: number
}

/**
 * The build list as a picture, SVG: a column for each number of steps from the main modules, a line from each module to
 * those that it requires, as they are selected.
 */
export function svg({ graph, mains, buildList }: Pick<Resolved, 'graph' | 'mains' | 'buildList'>): string {
  const columns = columnsOf(mains.versions, module => graph.selectedBelow(module))
  const seen = new Set(columns.flat().map(nodeName))
  // What only a version that is not selected requires stands behind the others.
  const rest = buildList.map(({ module }) => module).filter(module => !seen.has(nodeName(module)))
  const boxes = placed(rest.length > 0 ? [...columns, rest] : columns)
  const lines = [...boxes.values()].flatMap(from =>
    graph.selectedBelow(from.module).map(module => line(from, boxes.get(nodeName(module)))),
  )
  const width = Math.max(...[...boxes.values()].map(box => box.x + box.width)) + margin
  const height = Math.max(...[...boxes.values()].map(({ y }) => y)) + row + margin
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${height}"`,
    ' font-family="monospace" font-size="12">',
    '<rect width="100%" height="100%" fill="white"/>',
    '<g fill="none" stroke="#9db2c9" stroke-width="0.7">',
    ...new Set(lines),
    '</g>',
    ...[...boxes.values()].map(label),
    '</svg>',
  ].join('\n')
}

/** The modules by how many steps they are from `mains`, each column in the order of the paths. */
function columnsOf(
  mains: readonly ModuleVersion[],
  below: (module: ModuleVersion) => ModuleVersion[],
): ModuleVersion[][] {
  const columns: ModuleVersion[][] = []
  const seen = new Set(mains.map(nodeName))
  for (let column = [...mains]; column.length > 0; ) {
    columns.push(column)
    const next = new Map(column.flatMap(below).map(module => [nodeName(module), module]))
    column = [...next].filter(([name]) => !seen.has(name)).map(([, module]) => module)
    for (const module of column) seen.add(nodeName(module))
    column.sort((a, b) => (a.path < b.path ? -1 : 1))
  }
  return columns
}

function placed(columns: readonly (readonly ModuleVersion[])[]): Map<string, Box> {
  const boxes = new Map<string, Box>()
  let x = margin
  for (const column of columns) {
    const width = Math.max(...column.map(module => nodeName(module).length)) * letter + 12
    for (const [i, module] of column.entries()) boxes.set(nodeName(module), { module, x, y: margin + i * row, width })
    x += width + gap
  }
  return boxes
}

function line(from: Box, to: Box | undefined): string {
  if (to === undefined) return ''
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + row / 2, to.x, to.y + row / 2].map(Math.round)
  const bend = Math.round(gap / 2)
  return `<path d="M${x1} ${y1}C${(x1 ?? 0) + bend} ${y1} ${(x2 ?? 0) - bend} ${y2} ${x2} ${y2}"/>`
}

function label({ module, x, y, width }: Box): string {
  const text = nodeName(module).replace(/[^\w.@/+~-]/g, c => `&#${c.codePointAt(0)};`)
  const place = `x="${Math.round(x)}" y="${y + 2}" width="${Math.round(width)}" height="${row - 4}"`
  const box = `<rect ${place} rx="3" fill="#eef3f8"/>`
  return `${box}<text x="${Math.round(x + 6)}" y="${y + 15}">${text}</text>`
}
