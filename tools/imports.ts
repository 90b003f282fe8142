import { posix } from 'node:path'
import ts from 'typescript'
import { lineOf, nodes, type Tree } from './tree.ts'

/**
 * One import of a file: by statement, `import()`, `require()`, `import('…').T`, re-export, or
 * `new URL('./worker.ts', import.meta.url)`.
 */
export interface Import {
  readonly line: number
  /** As written: './x.ts', 'node:fs', 'zod/v4'. */
  readonly specifier: string
  /** The file meant, relative to the root, where the specifier is a relative one. */
  readonly path: string | undefined
  /** Whether only types are taken, so that nothing of it is left at run time. */
  readonly type: boolean
  /** Whether the file meant is loaded together with this one: neither lazily nor as a worker. */
  readonly loads: boolean
}

/** All imports of the file at `path`, read from its syntax: comments and strings do not count. */
export function importsOf(tree: Tree, path: string): Import[] {
  const found: Import[] = []
  for (const node of nodes(tree.source(path))) {
    const specifier = specifierOf(node)
    if (specifier === undefined) continue
    const type = isTypeOnly(node)
    const loads = !type && (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined
    found.push({ line: lineOf(node), specifier, path: target, type, loads })
  }
  return found
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal)
  if (ts.isCallExpression(node) && isLazyCall(node)) return literal(node.arguments[0])
  if (
    ts.isNewExpression(node) &&
    node.expression.getText() === 'URL' &&
    node.arguments?.[1]?.getText() === 'import.meta.url'
  ) {
    const file = literal(node.arguments[0])
    return file?.endsWith('.ts') ? file : undefined
  }
  return undefined
}

function isLazyCall({ expression }: ts.CallExpression): boolean {
  return expression.kind === ts.SyntaxKind.ImportKeyword || expression.getText() === 'require'
}

function literal(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  if (!ts.isImportDeclaration(node) || !node.importClause) return false
  const { importClause: clause } = node
  const named = clause.namedBindings
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every(element => element.isTypeOnly)
}
