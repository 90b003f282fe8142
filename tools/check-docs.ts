import ts from 'typescript'
import type { Offence } from './offence.ts'
import { lineOf, type Tree } from './tree.ts'

/**
 * Exports, and public members of exported classes, that no docstring explains. Exempt are re-exports,
 * constructors, and classes that implement a port: its contract stands with the port.
 */
export async function check(tree: Tree): Promise<Offence[]> {
  return tree.sources('src', 'test', 'tools', 'bench').flatMap(file =>
    tree
      .source(file)
      .statements.filter(isExported)
      .flatMap(statement => [
        ...undocumented(file, statement),
        ...(ts.isClassDeclaration(statement) && !implementsPort(statement)
          ? statement.members.filter(isPublic)
          : []
        ).flatMap(member => undocumented(file, member)),
      ]),
  )
}

function isExported(node: ts.Statement): boolean {
  return ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some(one => one.kind === ts.SyntaxKind.ExportKeyword)
}

function implementsPort(node: ts.ClassDeclaration): boolean {
  return !!node.heritageClauses?.some(clause => clause.token === ts.SyntaxKind.ImplementsKeyword)
}

/** Methods and accessors that a caller sees; an overload counts once, and a getter speaks for its setter. */
function isPublic(member: ts.ClassElement): member is ts.MethodDeclaration | ts.GetAccessorDeclaration {
  if (!ts.isMethodDeclaration(member) && !ts.isGetAccessorDeclaration(member)) return false
  if (ts.isPrivateIdentifier(member.name)) return false
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.OverrideKeyword]
  return !ts.getModifiers(member)?.some(one => hidden.includes(one.kind))
}

function undocumented(file: string, node: ts.Statement | ts.ClassElement): Offence[] {
  const said = ts.getJSDocCommentsAndTags(node).map(doc => doc.getText().replace(/[\s/*]/g, ''))
  return said.join('') === '' ? [{ file, line: lineOf(node), says: `${nameOf(node)} has no docstring` }] : []
}

function nameOf(node: ts.Statement | ts.ClassElement): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(one => one.name.getText()).join(', ')
  return 'name' in node && node.name ? (node.name as ts.Node).getText() : 'the export'
}
