import ts from 'typescript'
import { type Import, importsOf } from './imports.ts'
import type { Offence } from './offence.ts'
import { lineOf, nodes, type Tree } from './tree.ts'

interface Layer {
  /** The layers that it may import. */
  readonly may: readonly string[]
  /** The modules of Node that it may use. */
  readonly node: readonly string[] | 'any'
  /** The packages of npm that it may use. */
  readonly packages: readonly string[] | 'any'
}

/** The architecture: arrows point inwards. A new folder of src needs a row here. */
const layers: Readonly<Record<string, Layer>> = {
  core: { may: [], node: ['node:crypto', 'node:zlib'], packages: [] },
  ports: { may: ['core'], node: ['node:stream'], packages: [] },
  adapters: { may: ['core', 'ports'], node: 'any', packages: 'any' },
  services: { may: ['core', 'ports'], node: ['node:stream', 'node:crypto'], packages: [] },
  http: {
    may: ['core', 'ports', 'services'],
    node: ['node:crypto', 'node:http', 'node:https', 'node:stream'],
    packages: ['prom-client', 'zod'],
  },
  cli: { may: ['core', 'ports', 'services'], node: 'any', packages: 'any' },
  main: { may: ['core', 'ports', 'adapters', 'services', 'http', 'cli'], node: 'any', packages: 'any' },
}

/** In these layers one folder may not import its neighbour: an adapter never knows another adapter. */
const separate = new Set(['adapters', 'services'])

/** These layers answer the same for the same arguments: no clock, chance, environment, timer or network. */
const pure = new Set(['core', 'ports'])
const impure = new Set([
  'process',
  'fetch',
  'console',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'Date.now',
  'Math.random',
  'crypto.randomUUID',
  'crypto.getRandomValues',
])

/** The only file that names adapters. */
const compose = 'src/main/compose.ts'
/** Files that are a table of all there is of a kind: they may import much. */
const tables = new Set([
  compose,
  'src/cli/commands.ts',
  'src/main/node-commands.ts',
  'src/main/jobs/node-kinds.ts',
  'src/core/messages/catalogue.ts',
])
const mostImports = 15

/** What every command would wait for (Kysely alone a tenth of a second): loaded by whoever first has a use for it. */
const lazy = new Set(['age-encryption', 'kysely', 'openpgp', 'pg', 'zod', 'yaml', 'croner', 'pino', 'prom-client'])
const entry = 'src/main/main.ts'

/** The only file that knows roles, and their names. */
const roles = 'src/main/roles.ts'
const roleNames = new Set(['mirror', 'centre', 'region', 'edge'])

/** Imports across the layers' arrows, impure layers, roles known outside their table, and knots of imports. */
export async function check(tree: Tree): Promise<Offence[]> {
  const files = tree.sources('src')
  const imports = new Map(files.map(file => [file, importsOf(tree, file)]))
  return [
    ...files.filter(file => !layers[place(file).layer]).map(homeless),
    ...files.flatMap(file => (imports.get(file) ?? []).flatMap(one => crossing(file, one))),
    ...files.flatMap(file => crowded(file, imports.get(file) ?? [])),
    ...files.filter(file => pure.has(place(file).layer)).flatMap(file => impurities(tree, file)),
    ...files.filter(file => file !== roles).flatMap(file => comparedRoles(tree, file)),
    ...knots(imports),
    ...hasty(imports),
  ]
}

/** 'src/adapters/disk/store.ts' is of the layer `adapters`, part `disk`; a file right in src is of `main`. */
function place(path: string): { layer: string; part: string } {
  const [top = '', layer = '', part = '', ...deeper] = path.split('/')
  if (top !== 'src') return { layer: top, part: '' }
  return part === ''
    ? { layer: 'main', part: '' }
    : { layer, part: deeper.length > 0 ? part : part.replace(/\..*$/, '') }
}

function homeless(file: string): Offence {
  return { file, says: `${place(file).layer} is no layer: add a row to tools/check-layers.ts, or move the file` }
}

function crossing(file: string, one: Import): Offence[] {
  const from = place(file)
  const rule = layers[from.layer]
  const offence = (says: string): Offence[] => [{ file, line: one.line, says }]
  if (!rule) return []
  if (one.path !== undefined) {
    // main may read the version from package.json.
    if (one.path === 'package.json' && from.layer === 'main') return []
    const to = place(one.path)
    if (to.layer === 'adapters' && from.layer === 'main' && file !== compose)
      return offence(`only ${compose} names adapters`)
    if (to.layer !== from.layer && !rule.may.includes(to.layer))
      return offence(`${from.layer} may not import ${to.layer}`)
    if (to.layer === from.layer && to.part !== from.part && separate.has(from.layer))
      return offence(`${from.layer}/${from.part} may not import its neighbour ${to.layer}/${to.part}`)
    return []
  }
  if (one.specifier.startsWith('node:'))
    return allows(rule.node, one.specifier) ? [] : offence(`${from.layer} may not use ${one.specifier}`)
  const name = one.specifier.split('/', one.specifier.startsWith('@') ? 2 : 1).join('/')
  return allows(rule.packages, name) ? [] : offence(`${from.layer} may not depend on the package ${name}`)
}

function allows(list: readonly string[] | 'any', name: string): boolean {
  return list === 'any' || list.includes(name)
}

function crowded(file: string, imports: readonly Import[]): Offence[] {
  if (imports.length <= mostImports || tables.has(file)) return []
  return [{ file, says: `${imports.length} imports; at most ${mostImports}: split the file` }]
}

function impurities(tree: Tree, file: string): Offence[] {
  const found: Offence[] = []
  for (const node of nodes(tree.source(file))) {
    const name = impurityOf(node)
    if (name !== undefined)
      found.push({ file, line: lineOf(node), says: `${place(file).layer} may not use ${name}: take it as a parameter` })
  }
  return found
}

function impurityOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()'
  if (ts.isPropertyAccessExpression(node) && impure.has(node.getText())) return node.getText()
  if (!ts.isIdentifier(node) || !impure.has(node.text)) return undefined
  const parent = node.parent
  const named = 'name' in parent && parent.name === node
  return named || ts.isTypeNode(parent) ? undefined : node.text
}

/** A role is a row of a table: code that compares with a role's name knows too much. */
function comparedRoles(tree: Tree, file: string): Offence[] {
  const found: Offence[] = []
  for (const node of nodes(tree.source(file))) {
    const sides = ts.isBinaryExpression(node) && isComparison(node) ? [node.left, node.right] : []
    const compared = ts.isCaseClause(node) ? [node.expression] : sides
    const role = compared.find(side => ts.isStringLiteralLike(side) && roleNames.has(side.text))
    if (role)
      found.push({
        file,
        line: lineOf(node),
        says: `compares with the role ${role.getText()}: make it a row of ${roles}`,
      })
  }
  return found
}

function isComparison(node: ts.BinaryExpression): boolean {
  return ['===', '!==', '==', '!='].includes(node.operatorToken.getText())
}

/** Imports of lazy packages that are loaded together with the program. */
function hasty(imports: ReadonlyMap<string, readonly Import[]>): Offence[] {
  const found: Offence[] = []
  const reached = new Set([entry])
  for (const file of reached)
    for (const { path, specifier, loads, line } of imports.get(file) ?? []) {
      if (loads && path !== undefined) reached.add(path)
      if (loads && lazy.has(specifier)) found.push({ file, line, says: `${specifier} is loaded by every command` })
    }
  return found
}

/** Files that load each other, directly or round about: each such knot once (Tarjan's strongly connected components). */
function knots(imports: ReadonlyMap<string, readonly Import[]>): Offence[] {
  const order = new Map<string, number>()
  const stack: string[] = []
  const found: Offence[] = []
  const lowest = (file: string): number => {
    const own = order.size
    order.set(file, own)
    stack.push(file)
    let low = own
    for (const { path, loads } of imports.get(file) ?? []) {
      if (!loads || path === undefined || !imports.has(path)) continue
      if (!order.has(path)) low = Math.min(low, lowest(path))
      else if (stack.includes(path)) low = Math.min(low, order.get(path) ?? own)
    }
    if (low === own) {
      const knot = stack.splice(stack.indexOf(file))
      if (knot.length > 1) found.push({ file, says: `imports in a circle: ${knot.join(', ')}` })
    }
    return low
  }
  for (const file of imports.keys()) if (!order.has(file)) lowest(file)
  return found
}
